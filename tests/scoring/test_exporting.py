"""What score pages list is taken along like any list: real numbers, masked or whole for a reason, never a formula."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.assessment import codes_of
from core.models import AuditEvent, Village
from fictional.one_of_everything import OWN, TODAY, add_life, add_platform, add_programme
from labor.models import Person
from scoring.catalogue import rubric_for
from tests.exchanged import text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def full_town(small_town):
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    return small_town


@pytest.fixture
def verified():
    """The address of the sub-item that counts who was not verified."""
    return reverse("scoring:sub_item_export", args=codes_of(["data_maintenance"], TODAY)[:1])


def content(answer):
    return b"".join(answer.streaming_content)


def rows(answer):
    return CalamineWorkbook.from_filelike(BytesIO(content(answer))).get_sheet_by_index(0).to_python()


def losing(staff):
    """Of the day's sub-items the addresses whose pages list rows."""
    for sub_item in rubric_for(TODAY.year).sub_items:
        page = staff.get(reverse("scoring:sub_item", args=[sub_item.code]))
        if page.context["page"].paginator.count:
            yield reverse("scoring:sub_item_export", args=[sub_item.code]), page.context["page"].paginator.count


def numbers_of_people(staff):
    """The addresses by which the people behind a number are taken along."""
    for sub_item in rubric_for(TODAY.year).sub_items:
        page = reverse("scoring:sub_item", args=[sub_item.code])
        for name, _, number in staff.get(page).context["drilldown"].numbers:
            lines = staff.get(page, {"rows": name}).context["page"] if number else ()
            if any(isinstance(line.record.subject, Person) for line in lines):
                yield f"{reverse('scoring:sub_item_export', args=[sub_item.code])}?rows={name}"


def test_the_rows_behind_each_lost_point_are_taken_along(staff, full_town):
    found = list(losing(staff))
    assert found
    for address, number in found:
        table = rows(staff.post(address))
        assert f"共{number}条" in table[2][0]
        assert len(table) == 4 + number
        assert table[3][:3] == ["序号", "对象", "证件号码、编号"]
    assert AuditEvent.objects.filter(action=AuditEvent.Action.EXPORT).count() == len(found)


def test_the_number_that_was_opened_is_taken_along_masked_or_whole_with_a_reason(staff, full_town):
    address = next(numbers_of_people(staff))
    masked = rows(staff.post(address))
    assert "*" in str(masked[4])
    asked = {"columns": ["subject", "number"], "form": "xlsx", "numbers": "whole"}
    assert "请写明事由" in text(staff.post(address, asked))
    whole = rows(staff.post(address, {**asked, "reason": "报县人社局核对"}))
    assert whole[4][2].startswith("430599")
    assert AuditEvent.objects.filter(action=AuditEvent.Action.EXPORT).latest("pk").details["reason"] == "报县人社局核对"


def test_villages_side_by_side_are_numbers_and_no_name_is_a_formula(staff, full_town):
    Village.objects.filter(pk=OWN).update(name="=1+1")
    answer = content(staff.post(reverse("scoring:villages_export")))
    sheet = ZipFile(BytesIO(answer)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    table = CalamineWorkbook.from_filelike(BytesIO(answer)).get_sheet_by_index(0).to_python()
    board = staff.get(reverse("scoring:dashboard")).context["board"]
    assert [row[1:4] for row in table[5:]] == [[row.name, row.code, float(row.deducted)] for row in board.villages]
    assert "=1+1" in [row[1] for row in table]


def test_the_figures_of_the_workforce_are_those_of_its_page(staff, full_town):
    workforce = staff.get(reverse("scoring:workforce")).context["workforce"]
    table = rows(staff.post(reverse("scoring:workforce_export")))
    assert table[4][1:4] == ["总数", "在业", workforce.total]
    shares = {row[2]: row[3] for row in table if row[1] == "按就业渠道"}
    assert shares == {share.label: share.count for share in workforce.channels}


@pytest.mark.parametrize("page", ["villages_export", "workforce_export"])
def test_each_is_printed_as_well(staff, full_town, page):
    address = reverse(f"scoring:{page}")
    columns = [line.key for line in staff.get(address).context["form"].lines]
    assert "序号" in text(staff.post(address, {"columns": columns, "form": "paper", "numbers": "masked"}))


def test_nothing_is_taken_along_of_a_year_before_the_rubric(staff, full_town, verified):
    assert staff.get(verified, {"as_of": "2019-05-01"}).status_code == 404
