"""就业规模: the people in work add up however they are told apart, and every change is accounted for, man by man."""

import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from openpyxl import load_workbook
from time_machine import travel

from fictional.one_of_everything import NEXT, OWN, TOWN, add_person, identity_number
from labor.models import Employment, Household, JobSeekingCase, Person, PersonChange
from oversight.models import Baseline
from scoring.score import score_town
from scoring.workforce import KINDS, Workforce, month_ends
from tests.scoring.rows import HOME, NEIGHBOUR, stored
from tests.scoring.test_laws import days, examples, towns

PAGE, PEOPLE = reverse("scoring:workforce"), reverse("scoring:workforce_people")
DAY = date(2023, 5, 20)


def holds(place, day):
    """Every figure of a place on a day is the number of the people behind it, and they add up."""
    workforce = Workforce(place, day)
    for kind in KINDS:
        shares = workforce.shares_by(kind)
        assert sum(share.count for share in shares) == workforce.total
        assert {share.value: share.count for share in shares if share.count} == {
            share.value: len(workforce.people_by(kind, share.value)) for share in shares if share.count
        }
    for change in workforce.changes:
        lost, came = (sum(reason.count for reason in reasons) for reasons in (change.losses, change.gains))
        assert change.before - lost + came == change.after
    for one, following in zip(workforce.changes, workforce.changes[1:], strict=False):
        assert (one.end, one.after) == (following.start, following.before)
    assert workforce.changes[-1].after == workforce.total
    return workforce


@pytest.mark.django_db
@examples
@given(towns, days)
def test_start_less_losses_and_with_gains_is_the_end(rows, day):
    with stored(rows):
        for town in (HOME, NEIGHBOUR):
            workforce = holds(town, day)
            assert workforce.total == score_town(town, day).sub_items["2.1"].facts["employed"]


@pytest.mark.django_db
def test_the_demo_town_adds_up_too():
    call_command("load_demo", "--people=300", stdout=StringIO())
    workforce = holds(TOWN, timezone.localdate())
    assert workforce.total > 50
    assert any(change.losses for change in workforce.changes)
    assert any(change.gains for change in workforce.changes)


def test_the_days_are_the_ends_of_thirteen_months_and_the_day_itself():
    assert month_ends(date(2023, 3, 31))[-2:] == [date(2023, 2, 28), date(2023, 3, 31)]
    ends = month_ends(DAY)
    assert ends[-3:] == [date(2023, 3, 31), date(2023, 4, 30), DAY]
    assert ends[0] == date(2022, 4, 30)


@pytest.fixture
def people(small_town):
    """Six in work at the end of April, of whom five are not on the twentieth of May, each for a reason of its own."""
    house = small_town.household
    born = {"old": date(1963, 5, 10), "young": date(2007, 5, 10)}
    found = {
        name: add_person(
            OWN, order, name, household=house, birth_date=born.get(name, date(1985, 5, 5)),
            id_number=identity_number(order, born.get(name, date(1985, 5, 5))),
        )
        for order, name in enumerate(("returns", "told", "silent", "leaves", "old", "young", "starts", "joins"), 20)
    }  # fmt: skip
    for name in ("returns", "told", "silent", "leaves", "old", "young", "joins"):
        work(found[name], date(2023, 1, 1))
    work(found["starts"], date(2023, 5, 2))
    end(found["returns"], "返乡")
    end(found["told"], "")
    JobSeekingCase.objects.create(
        person=found["told"], registered_on=date(2023, 5, 12), willing=True, reason="身体原因"
    )
    end(found["silent"], "import:3")
    Person.objects.filter(name="leaves").update(left_on=date(2023, 5, 3), leaving_reason="去世")
    Person.objects.filter(name="joins").update(joined_on=date(2023, 5, 4))
    return found


def work(person, since):
    return Employment.objects.create(person=person, started_on=since, employer="厂", channel="county", workplace="城步")


def end(person, reason):
    job = person.employments.get()
    job.ended_on, job._change_reason = date(2023, 5, 10), reason
    job.save()


def test_each_change_has_its_reason(people, small_town):
    change = holds(TOWN, DAY).changes[-1]
    assert {reason.text: reason.count for reason in change.losses} == {
        "返乡": 1, "身体原因": 1, "结束就业，未写原因": 1, "去世": 1, "年满60周岁": 1,
    }  # fmt: skip
    assert {reason.text: reason.count for reason in change.gains} == {"新就业": 1, "新纳入": 1, "年满16周岁": 1}
    assert change.words == "比上月少2人"
    assert change.label == "2023年5月（至20日）"


def test_somebody_who_changes_jobs_is_no_change(people):
    before = Workforce(TOWN, DAY).changes[-1]
    work(people["returns"], date(2023, 5, 11))
    after = Workforce(TOWN, DAY).changes[-1]
    assert after.difference - before.difference == 1
    assert people["returns"].pk not in {key for reason in (*after.losses, *after.gains) for key in reason.people}


def test_somebody_with_two_jobs_counts_once_by_the_newest(small_town):
    Employment.objects.create(
        person=small_town.person,
        started_on=date(2023, 1, 1),
        employer="某厂",
        channel="other_province",
        workplace="东莞",
    )
    workforce = holds(TOWN, DAY)
    assert workforce.total == 1
    assert [share.value for share in workforce.channels if share.count] == ["other_province"]


def test_industries_are_told_apart_the_largest_first(people):
    for name, industry in (("leaves", "C"), ("returns", "C"), ("told", "E")):
        people[name].employments.update(industry=industry)
    workforce = holds(TOWN, date(2023, 4, 30))
    assert [(share.label, share.count) for share in workforce.industries] == [
        ("制造业", 2),
        ("建筑业", 1),
        ("未填行业", 3),
    ]


def test_only_members_of_households_out_of_poverty_count(small_town):
    Household.objects.update(kind="ordinary")
    assert Workforce(TOWN, DAY).total == 0


# --- pages ---


@pytest.fixture
def text(signed_in):
    def read(user="staff", address=PAGE, **query):
        with travel(DAY, tick=False):
            html = signed_in(user).get(address, query).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return read


def test_the_page_compares_with_the_target_and_the_year_before(text, small_town):
    assert "比目标 1350 人少 1349 人" in text()
    assert "缺上年基数" in text()
    Baseline.objects.create(town_id=TOWN, year=2022, indicator="employed", value=3)
    assert "上年3人，现少2人" in text()


def test_a_village_has_neither_target_nor_base(text, small_town):
    shown = text("clerk")
    assert "白水头村就业规模" in shown
    assert "1350" not in shown
    assert "上年" not in shown


def test_each_number_leads_to_its_people(text, people, signed_in):
    with travel(DAY, tick=False):
        html = signed_in("staff").get(PAGE).content.decode()
        for address in set(re.findall(r'href="(/scale/people/[^"]*)"', html)):
            page = signed_in("staff").get(address.replace("&amp;", "&"))
            assert page.status_code == 200
    lost = text(address=PEOPLE, by="change", since="2023-04-30", value="lost0")
    assert "共 1 人" in lost
    assert "减少的人：" in lost


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"by": "change", "since": "x", "value": "lost0"}, 0),
        ({"by": "change", "since": "2023-04-30", "value": "lost99"}, 0),
        ({"by": "region", "value": "moon"}, 0),
        ({"by": "__class__"}, 1),
        ({}, 1),
    ],
)
def test_nonsense_in_the_address_is_answered(text, query, count):
    assert f"共 {count} 人" in text(address=PEOPLE, **query)


def test_the_people_behind_a_number_are_taken_along_with_what_their_register_tells(people, signed_in):
    staff, asked = signed_in("staff"), {"by": "channel", "value": "workshop", "day": str(DAY)}
    page = staff.get(PEOPLE, asked)
    address = f"{page.context['export_address']}?{page.wsgi_request.GET.urlencode()}"
    form = staff.get(address).context["form"]
    assert "education" in [line.key for line in form.lines]
    answer = staff.post(address, {"columns": ["name", "education"], "form": "xlsx", "numbers": "masked"})
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    assert rows[0][0] == page.context["title"]
    number = page.context["table"].paginator.count
    assert number > 0
    assert [row[0] for row in rows].count(None) == 0
    assert max(row[0] for row in rows if isinstance(row[0], int)) == number


def test_leaders_see_masked_names(text, small_town):
    shown = text("leader", PEOPLE, by="region", value="town")
    assert "石**" in shown
    assert "石小军" not in shown


def test_the_page_costs_the_same_for_few_and_for_many(signed_in, people, small_town):
    staff = signed_in("staff")
    with travel(DAY, tick=False):
        for address in (PAGE, f"{PEOPLE}?by=change&since=2023-04-30&value=lost0"):
            staff.get(address)
            with CaptureQueriesContext(connection) as few:
                staff.get(address)
            if address == PAGE:
                crowd = [
                    add_person(OWN, order, f"人{order}", household=small_town.household) for order in range(100, 200)
                ]
                for person in crowd:
                    work(person, date(2023, 1, 1))
                for person in crowd[:50]:
                    end(person, "返乡")
            with CaptureQueriesContext(connection) as many:
                staff.get(address)
            assert len(many) == len(few)


def test_who_moved_or_changed_counts_on_each_day_as_they_were_then(people, small_town, text):
    house = Household.objects.create(code="H-N", head_name="石", village_id=NEXT, kind="out_of_poverty")
    moves = {
        "joins": {"village": (OWN, NEXT), "household": (small_town.household.pk, house.pk)},
        "starts": {"schooling": ("中职", "")},
    }
    Employment.objects.filter(person=people["starts"]).update(started_on=date(2023, 1, 1))
    Person.objects.filter(name="joins").update(joined_on=date(2021, 1, 1))
    for name, changed in moves.items():
        for item, (was, now) in changed.items():
            field = Person._meta.get_field(item)
            Person.objects.filter(pk=people[name].pk).update(**{field.attname: now})
            kept = {f"was_{item}_id": was} if field.is_relation else {"was_text": was}
            PersonChange.objects.create(person=people[name], item=item, changed_on=date(2023, 5, 6), **kept)
    april, may = (Workforce(OWN, day) for day in (date(2023, 4, 30), DAY))
    assert (people["joins"].pk in april.people_by("", ""), people["joins"].pk in may.people_by("", "")) == (True, False)
    assert {share.value for share in april.villages} == {OWN}
    reasons = {text: next(iter(reason.people)) for reason in may.changes[-1].losses for text in [reason.text]}
    assert reasons["迁出"] == people["joins"].pk
    came = {reason.text: reason.people for reason in holds(OWN, DAY).changes[-1].gains}
    assert came["毕业离校"] == {people["starts"].pk}
    assert {reason.text for reason in holds(NEXT, DAY).changes[-1].gains} == {"迁入"}
    assert "迁出" not in {reason.text for reason in holds(TOWN, DAY).changes[-1].losses}
    assert "另有 1 人现在属于别的村镇" in text("clerk", PEOPLE, as_of="2023-04-30")


def test_who_left_and_came_back_did_so_in_their_months(people):
    Person.objects.filter(name="starts").update(joined_on=date(2023, 5, 6))
    Employment.objects.filter(person=people["starts"]).update(started_on=date(2023, 1, 1))
    for item, was in (("joined_on", date(2021, 1, 1)), ("left_on", date(2023, 3, 10))):
        PersonChange.objects.create(person=people["starts"], item=item, changed_on=date(2023, 5, 6), was_on=was)
    told = {change.label: change for change in Workforce(TOWN, DAY).changes}
    assert {reason.text for reason in told["2023年3月"].losses} == {"退出"}
    assert "新纳入" in {reason.text for reason in told["2023年5月（至20日）"].gains}
