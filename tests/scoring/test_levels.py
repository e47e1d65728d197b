"""Points lost by level: the sentence that says how many more win them back is true, to the one."""

from datetime import date
from itertools import count

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from core.files.documents import attach
from core.models import Village
from core.records.places import belonging
from fictional.identities import id_number
from fictional.one_of_everything import OWN, TODAY, TOWN, add_person
from labor.models import Employment, Household, LaborExport, Person
from oversight.models import OrganisationDocument
from platforms.models import Platform, Service, StaffMember
from scoring.actions import BEGINNINGS
from scoring.catalogue import rubric_for
from scoring.levels import COULD_BE, chances, gain
from scoring.rules import RULES, PerCase, Rule
from scoring.score import Score
from tests.exchanged import words
from tests.scoring.readings import rubric_with
from tests.scoring.rows import HOME, VILLAGES, stored
from tests.scoring.test_deeds import figures, lose_work
from tests.scoring.test_laws import changing_towns, days, examples
from training.models import StaffTraining
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

VILLAGE = VILLAGES[HOME][0]
serials = count(1)


def work(person, on, workshop=None):
    Employment.objects.create(
        person=person,
        started_on=on,
        employer=f"厂{next(serials)}",
        channel="county",
        workplace="城步",
        workshop=workshop,
    )


def open_workshop(on):
    return Workshop.objects.create(
        code=f"XC{next(serials)}", name="新车间", village_id=VILLAGE, kind="factory", certified_on=on
    )


def new_person():
    household, _ = Household.objects.get_or_create(
        code="XH", defaults={"village_id": VILLAGE, "kind": "out_of_poverty", "head_name": "新户"}
    )
    born = date(1980, 1, 1)
    return Person.objects.create(
        id_number=id_number(born, 700 + next(serials) % 299), name="新人", village_id=VILLAGE, household=household,
        capacity="ordinary", birth_date=born, joined_on=date(2020, 1, 1),
    )  # fmt: skip


def rows_of(score, rule, name):
    return list(rule.tallies(score.scope)[name].within(HOME).order_by("pk"))


def employ(score, rule, on):
    """Those whom the page lists as who could be it."""
    for person in belonging(COULD_BE["employ_more"].rows(on), HOME, on).order_by("pk"):
        yield lambda person=person: work(person, on)


def hire(score, rule, on):
    workshop = open_workshop(on)
    while True:
        yield lambda: work(new_person(), on, workshop)


def operate(score, rule, on):
    while True:
        yield lambda: open_workshop(on)


def staff(score, rule, on):
    for village in rows_of(score, rule, "unstaffed"):
        yield lambda village=village: StaffMember.objects.create(
            village=village, name="新员", started_on=on, working_time="full"
        )


def build(score, rule, on):
    for village in rows_of(score, rule, "required"):
        StaffMember.objects.create(village=village, name="新员", started_on=on, working_time="full")
        yield lambda village=village: Platform.objects.update_or_create(
            village=village, defaults={"built_on": on, "closed_on": None, "account_assigned_on": on}
        )


def serve(score, rule, on):
    def served(person):
        for kind, number in rule.least.items():
            for _ in range(number):
                Service.objects.create(person=person, served_on=on, kind=kind, employer=f"司{next(serials)}")

    for person in rows_of(score, rule, "uncovered"):
        yield lambda person=person: served(person)


def prove(make):
    return lambda score, rule, on: iter([lambda: make(on)])


def issue(kind):
    return prove(
        lambda on: OrganisationDocument.objects.create(
            year=on.year, kind=kind, name=f"文件{next(serials)}", town_id=HOME, issued_on=on
        )
    )


#: Really doing what a lever says, one by one.
DEEDS = {
    "employ_more": employ,
    "hire_more": hire,
    "operate_more": operate,
    "staff_more": staff,
    "build_more": build,
    "serve_more": serve,
    "issue_plan": issue("action_plan"),
    "set_up_group": issue("working_group"),
    "train_staff": prove(
        lambda on: StaffTraining.objects.create(
            code=f"X{next(serials)}", town_id=HOME, held_on=on, entered_on=on, participants=1
        )
    ),
    "export_labor": prove(
        lambda on: LaborExport.objects.create(
            code=f"X{next(serials)}", town_id=HOME, held_on=on, participants=1, participants_out_of_poverty=1
        )
    ),
}  # fmt: skip

#: The readings that matter to a level.
levels = st.sampled_from(
    [
        {"basis": basis, "combined": combined, "eligible": eligible}
        for basis in ("labor_changed", "better_of_two")
        for combined in ("sum", "larger")
        for eligible in ("overdue_cases", "jobless_in_year")
    ]
)


def deducted(rubric, on, code):
    return Score(HOME, on, rubric).result(HOME).sub_items[code].deducted


@settings(examples, max_examples=100, phases=[Phase.reuse, Phase.generate])
@given(changing_towns, days, levels, st.data())
def test_doing_so_many_more_wins_the_points_and_one_fewer_does_not(rows, day, readings, data):
    rubric = rubric_with(**readings)
    with stored(rows):
        score = Score(HOME, day, rubric)
        found = []
        for sub_item in rubric.sub_items:
            facts = score.facts(sub_item, HOME)
            for lever in sub_item.rule.levers(facts):
                if (won := gain(sub_item.rule, facts, lever)) and won.points:
                    found.append((sub_item, won))
        assume(found)
        sub_item, won = data.draw(st.sampled_from(found))
        lost, deeds = deducted(rubric, day, sub_item.code), DEEDS[won.lever.name](score, sub_item.rule, day)
        for done in range(1, won.fully + 1):
            next(deeds)()
            left = deducted(rubric, day, sub_item.code)
            if done < won.number:
                assert left == lost, (sub_item.code, won, done)
            elif done == won.number:
                assert left == lost - won.points, (sub_item.code, won)
        assert left == lost - won.most_points, (sub_item.code, won)


def sub_item_of(name, on=TODAY):
    (sub_item,) = rubric_for(on.year).scored_by(name)
    return sub_item


def test_every_rule_loses_by_case_or_says_what_more_of_wins_points_back():
    quiet = {name for name, rule in RULES.items() if rule.levers is Rule.levers}
    assert all(issubclass(RULES[name], PerCase) for name in quiet)


def test_nothing_lost_or_no_figures_is_no_sentence(small_town):
    rule, facts = sub_item_of("employment_total").rule, {"labor": 10, "employed": 5}
    assert gain(rule, facts, next(iter(rule.levers(facts)))) is None
    facts |= {"base_labor": 10, "base_employed": 5}
    assert gain(rule, facts, next(iter(rule.levers(facts)))) is None


@pytest.mark.parametrize(
    ("employed", "told"),
    [
        (98, "再有1人就业可拿回2分，再有2人就业可拿回4分"),
        (94, "再有2人就业可拿回2分，再有6人就业可拿回10分"),
        (0, "再有96人就业可拿回2分，再有100人就业可拿回10分"),
    ],
)
def test_the_sentence_says_the_next_points_and_all_of_them(employed, told):
    rule = sub_item_of("employment_total").rule
    facts = {"labor": 100, "employed": employed, "base_labor": 100, "base_employed": 100}
    assert gain(rule, facts, next(iter(rule.levers(facts)))).text == told


def test_where_all_of_them_are_too_few_that_is_said():
    rule = sub_item_of("employment_total").rule
    facts = {"labor": 10, "employed": 8, "base_labor": 100, "base_employed": 100}
    assert gain(rule, facts, next(iter(rule.levers(facts)))) is not None
    facts["base_labor"], facts["labor"], facts["employed"], facts["base_employed"] = 10, 10, 4, 400
    assert gain(rule, facts, next(iter(rule.levers(facts)))).text == "再有6人就业，也拿不回分"


@pytest.fixture
def jobless(small_town):
    """A town that had two in work last year, and one fewer now."""
    figures(labor=2, employed=2, workshop_workers=2, workshop_labor=1)
    lose_work(small_town)
    return small_town


@pytest.mark.usefixtures("today", "as_committed")
def test_the_inbox_and_the_page_say_it_with_those_who_could_be_it(staff, jobless):
    found = {chance.code: chance for chance in chances(TOWN, TODAY)}
    code = sub_item_of("employment_total").code
    inbox, page = staff.get(reverse("scoring:inbox")), staff.get(reverse("scoring:sub_item", args=[code]))
    for shown in (inbox, page):
        assert found[code].text in words(shown)
        assert found[code].address in shown.content.decode().replace("&amp;", "&")
    people = staff.get(found[code].address)
    assert people.context["number"] == int(found[code].could_be.removesuffix("人")) > 0


@pytest.mark.usefixtures("today", "as_committed")
def test_whom_a_village_has_is_counted_of_the_village(jobless):
    code = sub_item_of("employment_total").code
    (town,), (village,) = ([each for each in chances(place, TODAY) if each.code == code] for place in (TOWN, OWN))
    assert (village.text, village.address) == (f"全镇{town.text}", COULD_BE["employ_more"].address(OWN, TODAY))


@pytest.mark.usefixtures("today", "as_committed")
def test_a_place_without_anybody_who_could_be_it_gets_no_list_of_nobody(jobless):
    empty = Village.objects.create(code=f"{TOWN}299", name="新村", platform_required=False)
    chance = next(each for each in chances(empty.code, TODAY) if each.code == sub_item_of("employment_total").code)
    assert (chance.address, chance.could_be) == ("", "")


@pytest.mark.usefixtures("today", "as_committed")
def test_every_number_of_every_sub_item_opens_as_many_rows(staff, jobless):
    for sub_item in rubric_for(TODAY.year).sub_items:
        page = staff.get(reverse("scoring:sub_item", args=[sub_item.code]))
        for name, label, number in page.context["drilldown"].numbers:
            if number is None:
                continue
            rows = staff.get(reverse("scoring:sub_item", args=[sub_item.code]), {"rows": name})
            listed = rows.context["page"].paginator
            figure = sub_item.rule.tallies(Score(TOWN, TODAY).scope)[name].total
            assert listed.count + listed.object_list.hidden == (1 if figure else number), (sub_item.code, name)
            assert label in words(rows)
            assert all(
                staff.get(line.record.subject.get_absolute_url()).status_code == 200 for line in rows.context["page"]
            )


@pytest.mark.usefixtures("today")
def test_a_number_that_is_not_there_is_not_found(staff, small_town):
    assert staff.get(reverse("scoring:sub_item", args=["2.1"]), {"rows": "nonsense"}).status_code == 404


@pytest.mark.usefixtures("today", "as_committed")
def test_every_sub_item_has_the_button_that_acts_for_whoever_may(signed_in, small_town):
    assert BEGINNINGS.keys() == RULES.keys()
    staff = signed_in("staff")
    for sub_item in rubric_for(TODAY.year).sub_items:
        address = reverse("scoring:sub_item", args=[sub_item.code])
        begin = staff.get(address).context["begin"]
        assert staff.get(begin["address"]).status_code == 200
        assert begin["label"] in words(staff.get(address))
    leader = signed_in("leader")
    assert all(
        leader.get(reverse("scoring:sub_item", args=[each.code])).context["begin"] is None
        for each in rubric_for(TODAY.year).sub_items
    )


@pytest.mark.usefixtures("today", "as_committed")
def test_what_proves_full_marks_is_linked_with_its_files(staff, small_town):
    code = sub_item_of("action_plan").code
    address = reverse("scoring:sub_item", args=[code])
    assert staff.get(address).context["proofs"].found == []
    plan = OrganisationDocument.objects.create(
        year=TODAY.year, kind="action_plan", name="五团镇行动方案", town_id=TOWN, issued_on=TODAY
    )
    page = staff.get(address)
    assert "还没有上传佐证材料" in words(page)
    assert f'href="{plan.get_absolute_url()}"' in page.content.decode()
    attach(
        record=plan,
        file=SimpleUploadedFile("方案.pdf", b"%PDF-1.4 plan"),
        proves="方案",
        by=get_user_model().objects.first(),
    )
    assert "方案.pdf" in words(staff.get(address))


@pytest.mark.usefixtures("today", "as_committed")
def test_many_people_cost_as_many_queries_as_one(staff, jobless):
    asked = []
    for number in (1, 30):
        for each in range(number):
            add_person(OWN, 300 + number + each, f"杨{number}{each}", household=jobless.household)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            staff.get(reverse("scoring:sub_item", args=["2.1"]), {"rows": "labor"})
        asked.append(len(captured))
    assert asked[0] == asked[1]
