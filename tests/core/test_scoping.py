"""A scope is a range of codes: what lies inside is found, neighbours never are."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OuterRef, Q, Subquery
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.models import Division, RelocationSite, Village
from core.records.voiding import void
from core.scoping import inside, next_code
from labor.models import Employment, LaborExport, Person

VILLAGES = ("430529104206", "430529104216", "430529106200", "430528100200")
codes = st.from_regex(r"[1-8][0-9]{1,11}", fullmatch=True)


@pytest.fixture
def villages(places):
    return Village.objects.bulk_create(Village(code=code, name=code) for code in VILLAGES)


def user(*codes):
    return SimpleNamespace(division_codes=list(codes))


def visible(*codes):
    return list(Village.objects.visible_to(user(*codes)).values_list("code", flat=True))


# --- a range ---


@given(codes, st.text("0123456789", max_size=10))
def test_everything_that_begins_with_a_code_lies_inside_it(code, rest):
    assert code <= code + rest < next_code(code)


@given(codes, codes)
def test_nothing_else_lies_inside_it(code, other):
    assert (code <= other < next_code(code)) == other.startswith(code)


def test_a_code_that_ends_in_nines_does_not_take_in_its_neighbours():
    assert next_code("430529104") == "430529105"
    assert not "430599" <= "4306" < next_code("430599")
    assert not "4399" <= "44" < next_code("4399")


@pytest.mark.parametrize("code", ["", "99", "4305 29", "43052x", "４３", "五团镇", "-1"])
def test_what_is_no_division_code_is_no_scope(code):
    with pytest.raises(ValueError, match="不是区划代码"):
        next_code(code)


# --- rows ---


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("43", {0, 1, 2, 3}),
        ("4305", {0, 1, 2, 3}),
        ("430529", {0, 1, 2}),
        ("430529104", {0, 1}),
        ("430529104206", {0}),
        ("430529104299", set()),
        ("44", set()),
    ],
)
def test_a_division_holds_what_lies_inside_it_at_every_level(villages, code, inside):
    assert set(Village.objects.within(code)) == {villages[number] for number in inside}


def test_a_user_without_a_division_sees_nothing_and_asks_the_database_nothing(villages, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert visible() == []
        assert list(Village.objects.visible_to(AnonymousUser())) == []


def test_a_clerk_sees_the_own_village_and_not_the_next_one(villages):
    assert visible("430529104206") == ["430529104206"]


def test_a_county_user_is_only_a_shorter_code(villages):
    assert visible("430529") == ["430529104206", "430529104216", "430529106200"]


def test_several_divisions_add_up_and_overlap_without_doubling(villages):
    assert visible("430529104206", "430529106") == ["430529104206", "430529106200"]
    assert visible("430529104206", "430529104", "430529") == visible("430529")


def test_the_divisions_of_a_real_user_are_the_ones_given(villages):
    clerk = User.objects.create_user("clerk")
    assert list(Village.objects.visible_to(clerk)) == []
    clerk.divisions.set(Division.objects.filter(pk__in=["430529104", "430528100"]))
    clerk = User.objects.get()
    assert clerk.division_codes == ["430528100", "430529104"]
    assert Village.objects.visible_to(clerk).count() == 3


def test_being_a_superuser_opens_no_division(villages):
    assert not Village.objects.visible_to(User.objects.create_superuser("root")).exists()


# --- by every path ---


def test_a_fact_belongs_to_the_village_of_its_person_and_moves_along(person):
    Village.objects.create(code="430529106200", name="邻村")
    job = Employment.objects.create(
        person=person, started_on=date(2023, 1, 1), employer="某厂", channel="county", workplace="本县"
    )
    assert Employment.objects.within("430529104206").get() == job
    Person.objects.update(village="430529106200")
    assert Employment.objects.within("430529106").get() == job
    assert not Employment.objects.within("430529104").exists()


def test_a_towns_fact_is_seen_from_the_town_and_above_and_not_from_a_village(places):
    LaborExport.objects.create(
        code="SC01", town_id="430529104", name="某次", held_on=date(2023, 3, 1), participants=9,
        participants_out_of_poverty=3,
    )  # fmt: skip
    seen = {code: LaborExport.objects.within(code).count() for code in ("430529", "430529104", "430529104206")}
    assert seen == {"430529": 1, "430529104": 1, "430529104206": 0}


def test_a_scope_chains_with_the_models_own_words_in_any_order(villages):
    RelocationSite.objects.create(
        code="AZ01", name="安置点", village_id=VILLAGES[0], population=120, opened_on=date(2018, 1, 1)
    )
    day = date(2023, 12, 31)
    assert RelocationSite.objects.within("430529").in_use(day).exists()
    assert RelocationSite.objects.in_use(day).visible_to(user("430529104206")).exists()
    assert not RelocationSite.objects.in_use(day).visible_to(user("430529104216")).exists()


def test_the_next_town_itself_lies_outside(places):
    """A town's own facts carry a code that is the very end of its neighbour's range."""
    town, following = "430529104", "430529105"
    Division.objects.get_or_create(code=following, defaults={"name": "邻镇", "level": 9, "parent_id": "430529"})
    for number, code in enumerate((town, following)):
        LaborExport.objects.create(
            code=f"SC{number}", town_id=code, name="送工", held_on=date(2023, 3, 1), origin="五团", destination="东莞",
            participants=1, participants_out_of_poverty=1,
        )  # fmt: skip
    assert [each.town_id for each in LaborExport.objects.within(town)] == [town]
    assert [each.town_id for each in LaborExport.objects.visible_to(user(town))] == [town]
    assert following not in Division.objects.filter(inside("code", town)).values_list("code", flat=True)


# --- conditions and numbers for rows of other models ---


@pytest.fixture
def jobs(person):
    """Three jobs of a person, two of them with one employer; of the other person in the village none."""
    days = [(date(2022, 1, 1), "甲厂"), (date(2023, 1, 1), "甲厂"), (date(2023, 5, 1), "乙厂")]
    common = {"person": person, "channel": "county", "workplace": "本县"}
    Person.objects.create(
        id_number="430599199001010025", name="别人", birth_date=date(1990, 1, 1), village=person.village,
        capacity="ordinary", joined_on=date(2021, 1, 1),
    )  # fmt: skip
    return [Employment.objects.create(started_on=day, employer=employer, **common) for day, employer in days]


def test_rows_that_name_another_are_a_condition_on_it(jobs, person):
    late = Employment.objects.filter(started_on__gte=date(2023, 1, 1))
    assert list(Person.objects.filter(late.exists_for("person"))) == [person]
    assert not Person.objects.filter(Employment.objects.filter(employer="丙厂").exists_for("person")).exists()
    assert Employment.objects.filter(late.exists_for("person", outer="person_id")).count() == 3


def test_rows_that_name_another_are_counted_for_it(jobs, person):
    late = Employment.objects.filter(started_on__gte=date(2023, 1, 1))
    assert dict(Person.objects.values_list("name", late.number_for("person"))) == {person.name: 2, "别人": 0}
    assert set(Employment.objects.values_list(late.number_for("person", outer="person_id"), flat=True)) == {2}


def test_different_values_are_counted_once_each_and_only_where_the_condition_holds(jobs, person):
    mine = Employment.objects.filter(person=OuterRef("pk")).order_by("started_on")
    assert dict(Person.objects.values_list("name", mine.number_of("employer", "person"))) == {person.name: 2, "别人": 0}
    late = mine.number_of("employer", "person", only=Q(started_on__year=2022))
    assert dict(Person.objects.values_list("name", late)) == {person.name: 1, "别人": 0}


def test_keys_are_counted_without_asking_whether_they_are_different(jobs):
    rows = Person.objects.annotate(found=Employment.objects.number_for("person"))
    assert "DISTINCT" not in str(rows.query)


def test_people_of_the_outermost_rows_town_are_those_of_its_villages(person, places):
    Village.objects.bulk_create(Village(code=code, name=code) for code in ("430529104000", "430529104999"))
    for number, code in enumerate(("430529104000", "430529104999", "430529106200")):
        Village.objects.get_or_create(code=code, defaults={"name": code})
        Person.objects.create(
            id_number=f"4305991990010101{number}0", name=code, birth_date=date(1990, 1, 1), village_id=code,
            capacity="ordinary", joined_on=date(2021, 1, 1),
        )  # fmt: skip
    job = {"started_on": date(2023, 1, 1), "employer": "甲厂", "channel": "county", "workplace": "本县"}
    for each in Person.objects.all():
        Employment.objects.create(person=each, **job)
    theirs = Employment.objects.filter(person__in=Person.objects.of_outer_town()).order_by().values("started_on")
    towns = Division.objects.filter(code__in=["430529104", "430529106", "430528100"]).annotate(town=F("code"))
    counted = towns.annotate(found=Subquery(theirs.annotate(number=Count("pk")).values("number")))
    assert dict(counted.values_list("code", "found")) == {"430529104": 3, "430529106": 1, "430528100": None}


def test_rows_come_with_the_record_they_tell_of(jobs, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {job.person.name for job in Employment.objects.with_subject()} == {"曾小军"}
    assert not Person.objects.with_subject().query.select_related


def test_the_model_at_the_end_of_a_path_is_reached_without_its_voided_rows(jobs, person):
    void(record=jobs[0], reason="登记错了")
    assert set(Person.objects.related("employments")) == set(jobs[1:])
    assert set(Employment.objects.related("person__household__village")) == {person.village}
    assert set(Employment.with_voided.all()) == set(jobs)
