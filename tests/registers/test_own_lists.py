"""A list as its user wants it: columns, rows a page, the order by several columns, and filters kept under a name."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse

from core.models import ListLayout, SavedFilter
from core.registers import declared
from fictional.one_of_everything import OWN, TODAY, TOWN, identity_number
from labor.models import Employment, JobSeekingCase, Person
from tests.once import once

get_resolver().url_patterns  # noqa: B018 -- the apps declare their registers when their addresses are read
pytestmark = pytest.mark.usefixtures("today")
JOBS, CASES, PEOPLE = (reverse(f"labor:{name}_list") for name in ("employment", "case", "person"))


def columns(client, address, **asked):
    return [heading.label for heading in client.get(address, asked).context["table"].headings]


def arrange(client, address, **chosen):
    return client.post(f"{address}columns/", chosen, follow=True)


def test_columns_stand_in_the_order_of_their_numbers_and_what_heads_a_row_stays(staff, small_town):
    usual = columns(staff, JOBS)
    chosen = {
        "columns": ["monthly_wage", "started_on"],
        "place-started_on": "1",
        "place-monthly_wage": "2",
        "size": "50",
    }
    assert "已按您选的显示" in arrange(staff, JOBS, **chosen).text
    assert columns(staff, JOBS) == ["选择", "劳动力", "单位名称", "开始日期", "月收入"]
    assert staff.get(JOBS).context["table"].paginator.per_page == 50
    arrange(staff, JOBS, usual="1")
    assert columns(staff, JOBS) == usual


def test_what_one_user_chooses_is_nobody_elses_list_and_not_what_is_taken_along(signed_in, small_town):
    usual, staff = columns(signed_in("leader"), JOBS), signed_in("staff")
    offered = [line.key for line in staff.get(f"{JOBS}export/").context["form"].lines]
    arrange(staff, JOBS, columns=["monthly_wage"], size="25")
    assert [line.key for line in staff.get(f"{JOBS}export/").context["form"].lines] == offered
    assert columns(signed_in("leader"), JOBS) == usual


@once
def test_every_register_shows_every_column_that_it_has(staff, full_town):
    for register in declared:
        address = reverse(register.route("list"))
        form = staff.get(reverse(register.route("arrange"))).context["form"]
        sent = {"columns": [line.key for line in form.lines], "size": "25"}
        assert staff.post(reverse(register.route("arrange")), sent).status_code == 302, register
        table = staff.get(address).context["table"]
        assert {line.label for line in form.lines} <= {heading.label for heading in table.headings}, register
        assert list(table.lines), register


def test_columns_that_are_not_offered_and_sizes_that_are_too_large_are_refused(staff, small_town):
    assert "columns" in arrange(staff, JOBS, columns=["secret"], size="25").context["form"].errors
    assert "size" in arrange(staff, JOBS, columns=["monthly_wage"], size="100000").context["form"].errors
    assert not ListLayout.objects.exists()


def test_a_list_is_sorted_by_several_columns_the_last_pressed_first(staff, small_town):
    Employment.objects.all().delete()
    for order, (wage, day) in enumerate([(2000, 1), (1000, 2), (2000, 3)]):
        Employment.objects.create(
            person=small_town.person, employer=f"厂{order}", started_on=date(2023, 1, day), monthly_wage=wage,
            workplace="本村", channel="local",
        )  # fmt: skip
    arrange(staff, JOBS, columns=["monthly_wage", "started_on"], size="25")

    def heading(label, **asked):
        table = staff.get(JOBS, asked).context["table"]
        return next(each for each in table.headings if each.label == label)

    first = heading("开始日期").query
    assert first == "?sort=started_on"
    both = heading("月收入", sort="started_on")
    assert both.query == "?sort=monthly_wage,started_on"
    rows = staff.get(JOBS, {"sort": "-monthly_wage,started_on"}).context["table"]
    assert [Employment.objects.get(pk=key).employer for key in rows.page] == ["厂0", "厂2", "厂1"]
    assert [(each.label, each.direction, each.place) for each in rows.headings if each.direction] == [
        ("月收入", "desc", "1"),
        ("开始日期", "asc", "2"),
    ]
    assert heading("月收入", sort="-monthly_wage,started_on").query == "?sort=started_on"


@pytest.mark.parametrize(
    ("within", "days"),
    [
        ("over-20", {21, 30, 40, 400}),
        ("last-30", {0, 1, 20, 21, 30}),
        ("past", {1, 20, 21, 30, 40, 400}),
        ("next-7", {0, -7}),
    ],
)
def test_days_are_counted_from_today(staff, small_town, within, days):
    JobSeekingCase.objects.all().delete()
    for order, ago in enumerate([-7, 0, 1, 20, 21, 30, 40, 400]):
        person = Person.objects.create(
            village=small_town.village, name=f"石{order}", id_number=identity_number(200 + order),
            birth_date=date(1985, 5, 5), capacity="ordinary", joined_on=date(2021, 1, 1),
        )  # fmt: skip
        JobSeekingCase.objects.create(person=person, registered_on=TODAY - timedelta(ago), willing=True)
    page = staff.get(CASES, {"registered_on_within": within}).context
    found = {(TODAY - JobSeekingCase.objects.get(pk=key).registered_on).days for key in page["table"].page}
    assert found == days
    assert len(page["filter"].chips) == 1


def test_a_month_is_the_whole_month_and_nonsense_finds_nothing(staff, small_town):
    JobSeekingCase.objects.create(person=small_town.person, registered_on=TODAY, willing=True)
    every = staff.get(CASES).context["table"].paginator.count
    assert every > 0
    JobSeekingCase.objects.update(registered_on=TODAY.replace(day=1) - timedelta(1))
    assert staff.get(CASES, {"registered_on_within": "last-month"}).context["table"].paginator.count == every
    assert staff.get(CASES, {"registered_on_within": "this-month"}).context["table"].paginator.count == 0
    odd = staff.get(CASES, {"registered_on_within": "坏"})
    assert odd.context["table"].paginator.count == 0
    assert "field-error" in odd.text


def save(client, address, query, **sent):
    return client.post(f"{address}saved/?{query}", sent, follow=True)


def test_a_filter_is_saved_for_oneself_without_what_was_typed(staff, signed_in, small_town):
    page = staff.get(JOBS, {"monthly_wage_until": "2000", "q": "石小军", "sort": "-started_on", "page": "1"})
    assert f"{JOBS}saved/?monthly_wage_until=2000&amp;sort=-started_on" in page.text
    answer = save(staff, JOBS, "monthly_wage_until=2000&q=石小军&sort=-started_on", name="工资低")
    assert "已存为“工资低”" in answer.text
    assert SavedFilter.objects.get().query == "monthly_wage_until=2000&sort=-started_on"
    assert f'href="{JOBS}?monthly_wage_until=2000&amp;sort=-started_on"' in staff.get(JOBS).text
    assert "工资低" not in staff.get(PEOPLE).text
    for role in ("leader", "clerk"):
        assert "工资低" not in signed_in(role).get(JOBS).text


def test_the_office_has_what_was_saved_for_it_and_nobody_outside(staff, signed_in, small_town):
    save(staff, JOBS, "monthly_wage_until=2000", name="工资低", for_all="on")
    assert SavedFilter.objects.get().division == TOWN
    assert "工资低" in signed_in("leader").get(JOBS).text
    assert "工资低" not in signed_in("clerk").get(JOBS).text


def test_saved_again_under_its_name_it_is_changed_and_a_deleted_one_can_be_saved_again(staff, small_town):
    save(staff, JOBS, "monthly_wage_until=2000", name="工资低")
    save(staff, JOBS, "monthly_wage_until=1500", name="工资低")
    saved = SavedFilter.objects.get()
    assert saved.query == "monthly_wage_until=1500"
    answer = save(staff, JOBS, "", forget=str(saved.pk))
    assert "已删除“工资低”" in answer.text
    assert answer.context["filter"].to_keep == "monthly_wage_until=1500"
    assert not SavedFilter.objects.exists()


def test_nothing_is_saved_where_nothing_is_set_and_nobody_elses_is_deleted(staff, signed_in, small_town):
    assert "还没有筛选条件" in save(staff, JOBS, "q=石小军&village=", name="空的").text
    save(staff, JOBS, f"village={OWN}", name="本村的")
    mine = SavedFilter.objects.get()
    for key in (str(mine.pk), "x", "9" * 30):
        assert signed_in("leader").post(f"{JOBS}saved/", {"forget": key}).status_code == 404
    assert SavedFilter.objects.exists()


def test_who_only_reads_deletes_nothing_of_the_office(staff, signed_in, small_town):
    save(staff, JOBS, "monthly_wage_until=2000", name="工资低", for_all="on")
    leader, saved = signed_in("leader"), SavedFilter.objects.get()
    assert "删除工资低" not in leader.get(f"{JOBS}saved/").text
    assert leader.post(f"{JOBS}saved/", {"forget": saved.pk}).status_code == 404
    assert "删除工资低" in signed_in("staff").get(f"{JOBS}saved/").text


@pytest.mark.parametrize("query", [f"channel=workshop&sort={'x' * 600}", "channel=县", "started_on_within=坏"])
def test_what_the_list_does_not_understand_is_not_saved(staff, small_town, query):
    assert "条件读不懂" in save(staff, JOBS, query, name="坏的").text
    assert not SavedFilter.objects.exists()
