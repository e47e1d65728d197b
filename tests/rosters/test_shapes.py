"""What was said of the columns of a list is kept for others of its shape: whose words hold, and what is refused."""

import pytest

from core.models import Division
from ledger.models import ImportJob, RosterShape
from tests.exchanged import sent, words
from tests.ledger.builders import PERSON
from tests.ledger.conftest import imported, neighbour, staff, workbook  # noqa: F401
from tests.rosters.test_importing import HEADER, SECOND, job
from tests.rosters.test_pages import STRANGE, UPLOAD, address, corrected, page, place_of, town, upload  # noqa: F401

Outcome = ImportJob.Outcome
TOWN, OTHER_TOWN = "430529104", "430529103"
#: A heading of its own is lacking.
VAGUE = HEADER.replace("是否已务工", "备注栏")
#: A row of the town beside.
THEIRS = job("外一", SECOND, "2023-03-01", "某外厂", works="", wage="3000")

pytestmark = pytest.mark.django_db


def form_of(client, of):
    return client.get(address("columns", of)).context["forms"][0]


def wage_of(found):
    """What the list says of the wage of the one who works."""
    return found.effects.get(sheet="就业记录", column="月收入").value


@pytest.fixture(params=["villages", "towns"])
def of_two(page, staff, request):  # noqa: F811
    """The client of somebody who has two divisions, and nothing that has them in common."""
    villages = Division.objects.everywhere("a test").filter(parent=TOWN).order_by("code")
    codes = [TOWN, OTHER_TOWN] if request.param == "towns" else [villages[0].code, f"{TOWN}999"]
    if request.param == "villages":
        Division.objects.create(code=codes[1], name="乙村", parent_id=TOWN, level=12)
    staff.divisions.set(codes)
    page.force_login(type(staff).objects.get(pk=staff.pk))
    return page


def test_somebody_of_two_divisions_says_it_twice(of_two):
    found = upload(of_two, job(), header=STRANGE)
    place = place_of(of_two, found, "打工的厂子")
    again = corrected(of_two, found, **{place: "务工单位", "is_shared": "on"})
    assert form_of(of_two, again)["is_shared"].value()
    corrected(of_two, again, **{place: ""})
    assert RosterShape.objects.count() == 1


def lend(client, neighbour, row, header, **said):  # noqa: F811
    """Have the town beside say how to read a list, and lend its words."""
    client.force_login(neighbour)
    found = upload(client, row, header=header)
    places = {place_of(client, found, source): name for source, name in said.items()}
    corrected(client, found, **places, is_shared="on")


def test_what_another_town_lends_does_not_displace_what_is_recognised(page, neighbour, staff):  # noqa: F811
    header = f"{HEADER},补贴"
    lend(page, neighbour, f"{THEIRS},9999", header, 补贴="月收入", 务工月收入="")
    page.force_login(staff)
    assert wage_of(upload(page, f"{job(wage='4500')},9999", header=header)) == "4500"


def test_what_another_town_lends_is_told_with_what_holds_for_all_rows(page, neighbour, staff):  # noqa: F811
    page.force_login(neighbour)
    by_hand = corrected(page, upload(page, THEIRS, header=VAGUE), layout="work-monthly")
    corrected(page, by_hand, all_0="是", is_shared="on")
    page.force_login(staff)
    found = upload(page, job(works="", wage="4500"), header=VAGUE)
    lender = Division.objects.everywhere("a test").get(code=neighbour.division_codes[0]).name
    assert f"列照{lender}保存的对应" in words(page.get(found.get_absolute_url()))
    form = form_of(page, found)
    assert ([field.value() for field in form.lacking()], form["is_shared"].value()) == (["是"], False)
    again = corrected(page, found)
    assert (again.outcome, wage_of(again), again.roster.tables[0]["lender"]) == (Outcome.CHECKED, "4500", "")


def test_blank_columns_behind_are_no_part_of_a_shape(page):  # noqa: F811
    found = upload(page, f"{job()},,,某厂", header=f"{STRANGE},,,")
    last = form_of(page, found).columns[-1]
    corrected(page, found, **{f"at_{last.place}": "务工单位"})
    again = upload(page, job(), header=STRANGE)
    assert (again.state, again.outcome) == (again.State.DONE, Outcome.UNREADABLE)
    assert again.roster.tables[0]["lacks"] == ["务工单位"]


@pytest.mark.parametrize("marked_first", [True, False])
def test_the_column_of_reasons_moves_no_other(page, marked_first):  # noqa: F811
    marked = {"header": f"拒绝原因,{STRANGE}"}
    forms = [({"header": STRANGE}, ""), (marked, "没有,")]
    (first, before), (then, after) = forms[::-1] if marked_first else forms
    found = upload(page, before + job(wage="4500"), **first)
    corrected(page, found, **{place_of(page, found, "打工的厂子"): "务工单位"})
    again = upload(page, after + job(wage="4600"), **then)
    assert (again.outcome, wage_of(again)) == (Outcome.CHECKED, "4600")


def refused(client, of, **said):
    """What is said to be wrong, by field, where somebody corrects the columns."""
    values = {field.name: field.value() or "" for field in form_of(client, of)}
    answer = client.post(address("columns", of), {**{name: text for name, text in values.items() if text}, **said})
    errors = next(form for form in answer.context["forms"] if form.is_bound).errors
    assert answer.content.decode().count('class="field-error"') == len(errors)
    return list(errors)


def test_a_heading_is_no_two_columns(page):  # noqa: F811
    found = upload(page, job(wage="4500"))
    name = form_of(page, found)[place_of(page, found, "务工月收入")].value()
    at = place_of(page, found, "户主姓名")
    places = sorted([at, place_of(page, found, "务工月收入")], key=lambda place: int(place.removeprefix("at_")))
    assert refused(page, found, **{at: name}) == places[1:]
    assert not RosterShape.objects.exists()


@pytest.mark.parametrize("number", [PERSON, SECOND, f"{PERSON[:6]} {PERSON[6:]}", "15400000017", "154-0000-0017"])
def test_what_holds_for_all_rows_is_no_number_of_a_person(page, number):  # noqa: F811
    by_hand = corrected(page, upload(page, job(works=""), header=VAGUE), layout="work-monthly")
    page.announce(number, number.replace(" ", "").replace("-", ""))
    assert refused(page, by_hand, all_0=number) == ["all_0"]
    assert not RosterShape.objects.exists()


@pytest.mark.parametrize(("day", "wrong"), [("9999-12-31", "不能大于2200"), ("0001-01-01", "不能小于1950")])
def test_a_day_that_no_list_has_is_refused_at_its_field(page, day, wrong):  # noqa: F811
    answer = page.post(UPLOAD, sent(pasted="甲,乙\n1,2", as_of=day))
    assert wrong in words(answer)
    assert refused(page, upload(page, job()), as_of=day) == ["as_of"]
