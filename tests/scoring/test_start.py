"""启用日: what had ended before a town began stands apart, counts by the official figure, and is nothing to be done."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import Division
from fictional.one_of_everything import TOWN
from fictional.profiles import FAR_TOWN
from labor.models import JobSeekingCase
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import EVERYWHERE
from scoring.models import OfficialFigure, TownStart
from scoring.score import Score, score_town, score_towns, village_shares
from scoring.tables import town_table
from scoring.tallies import Scope
from tests.exchanged import send
from tests.scoring.rows import COUNTY, HOME, NEIGHBOUR, stored
from tests.scoring.test_laws import days, towns

pytestmark = pytest.mark.django_db
examples = settings(settings.get_profile("default"), max_examples=6, deadline=None)
starts = st.dates(date(2022, 6, 1), date(2024, 12, 31))


def begin(day, town=HOME):
    return TownStart.objects.create(town_id=town, started_on=day)


def scored(day, town=HOME):
    return score_town(town, day, cases=True)


@examples
@given(towns, days, st.integers(0, 900))
def test_a_start_on_new_years_day_or_before_changes_nothing(rows, day, earlier):
    with stored(rows):
        unset, villages = scored(day).as_json(), [each.as_json() for each in village_shares(HOME, day, cases=True)]
        begin(date(day.year, 1, 1) - timedelta(days=earlier))
        figure(day.year, "data_maintenance", "6")
        assert scored(day).as_json() == unset
        assert [each.as_json() for each in village_shares(HOME, day, cases=True)] == villages


@examples
@given(towns, days, starts)
def test_got_lost_and_pending_are_the_full_marks_and_nothing_is_got_that_was_not(rows, day, start):
    with stored(rows):
        unset, neighbour = scored(day), scored(day, NEIGHBOUR)
        begin(start)
        result = scored(day)
        assert score_towns(COUNTY, day, cases=True) == [result, neighbour]
        villages = village_shares(HOME, day)
    for code, each in result.sub_items.items():
        before = unset.sub_items[code]
        assert each.score == before.score, code
        assert each.deducted + each.pending == before.deducted + before.pending, code
        assert (each.score or 0) + each.deducted + each.pending == each.sub_item.rule.max, code
        if each.sub_item.rule.per_village:
            assert sum(village.sub_items[code].count for village in villages) == each.count
    assert result.total + result.pending + sum(each.deducted for each in result.sub_items.values()) == 100


@examples
@given(towns, days, starts)
def test_what_counts_and_what_had_ended_are_together_what_there_is(rows, day, start):
    with stored(rows):
        unset = scored(day)
        begin(start)
        result = scored(day)
    for code, each in result.sub_items.items():
        if each.sub_item.rule.name != "service_business":
            apart = list(each.before.cases) if each.before else []
            assert sorted([*each.cases, *apart]) == list(unset.sub_items[code].cases), code


@examples
@given(towns, days, starts)
def test_nothing_that_had_ended_before_is_to_be_done(rows, today, start):
    with stored(rows):
        begin(start)
        for duty in duties_of(rubric_for(today.year), today):
            ends = duty.rule.tallies(Scope(EVERYWHERE, duty.on))[duty.tally].start
            year = today.year if duty.name == "clear_late" else duty.on.year
            if ends and start > date(year, 1, 1):
                due = [row.deadline for row in duty.rows.within(HOME)]
                assert [day for day in due if day and day < start] == [], duty.name


def test_whoever_has_a_case_from_before_and_one_since_is_to_be_served_by_the_one_since(small_town):
    person, today = small_town.person, date(2023, 11, 30)
    for registered_on in (date(2022, 12, 1), date(2023, 8, 1)):
        JobSeekingCase.objects.create(person=person, registered_on=registered_on, willing=True)
    begin(date(2023, 7, 13))
    served = [duty for duty in duties_of(rubric_for(today.year), today) if duty.name == "serve"]
    assert {row.deadline for duty in served for row in duty.rows.within(HOME)} == {date(2023, 9, 1)}


def figure(year, rule, deducted):
    return OfficialFigure.objects.create(
        town_id=HOME, year=year, rule=rule, deducted=Decimal(deducted), document="县通报第3号"
    )


def of(result, rule):
    return next(each for each in result.sub_items.values() if each.sub_item.rule.name == rule)


@examples
@given(towns, days, starts, st.decimals(0, 6, places=2))
def test_an_official_figure_stands_for_what_had_ended(rows, day, start, deducted):
    with stored(rows):
        begin(start)
        figure(day.year, "data_maintenance", deducted)
        found = of(scored(day), "data_maintenance")
    if start <= date(day.year, 1, 1):
        assert found.before is None
        return
    step, full = found.sub_item.rule.step, found.sub_item.rule.max
    assert found.pending == 0
    assert found.deducted == min(found.count * step + deducted, full)
    assert found.score == full - found.deducted


@examples
@given(towns, days, starts)
def test_the_places_of_what_had_ended_add_up_to_it(rows, day, start):
    with stored(rows):
        begin(start)
        score = Score(HOME, day)
    for sub_item in score.rubric.sub_items:
        for name, number in score.ended(sub_item, HOME).items():
            found = score.by_place(sub_item.code, name, before=True)
            villages = [ended for place, ended in found.items() if place != HOME]
            assert {found.get(HOME, 0), sum(villages) if villages else number} == {number}, (sub_item.code, name)


def test_a_town_that_began_in_an_earlier_year_has_no_start_beside_one_that_begins_now(small_town):
    began, day = {TOWN: date(2023, 9, 1), FAR_TOWN: date(2022, 9, 1)}, date(2023, 9, 15)
    for town, started_on in began.items():
        begin(started_on, town)
    assert Score(TOWN[: Division.Level.COUNTY], day).starts == {TOWN: began[TOWN]}
    assert Score(FAR_TOWN, day).starts == {}


def test_half_a_year_before_the_start_is_shown_apart_until_the_figure_is_typed(small_town):
    town, day = small_town.person.village_id[:9], date(2023, 9, 15)
    begin(date(2023, 9, 1), town)
    result = score_town(town, day)
    apart = of(result, "data_maintenance")
    assert (apart.count, apart.deducted, str(apart.before.pending)) == (0, 0, "0.1")
    assert "启用前1，0.1分待定" in town_table(result, "五团镇")
    assert f"另有 {result.pending_before} 分在启用前，未填官方数，待定" in town_table(result, "五团镇")
    OfficialFigure.objects.create(town_id=town, year=2023, rule="data_maintenance", deducted="0.3", document="通报")
    result = score_town(town, day)
    assert str(of(result, "data_maintenance").score) == "5.70"
    assert "含启用前官方扣分0.3" in town_table(result, "五团镇")


def test_the_pages_say_so_and_list_what_had_ended(staff, small_town):
    town = small_town.person.village_id[:9]
    begin(date(2023, 9, 1), town)
    board = staff.get(f"/score/?division={town}&as_of=2023-09-15").content.decode()
    assert "启用前待定" in board
    code = next(each.code for each in rubric_for(2023).scored_by("data_maintenance"))
    page = staff.get(f"/score/{code}/?division={town}&as_of=2023-09-15&before=1")
    assert "填官方数" in page.content.decode()
    assert [line.record for line in page.context["page"]] == [small_town.person]
    village = staff.get(f"/score/?division={small_town.person.village_id}&as_of=2023-09-15").content.decode()
    assert "启用前 1，不计" in village


def test_a_figure_of_a_town_without_a_start_day_or_beyond_the_full_marks_is_refused(staff, small_town, today):
    town = small_town.person.village_id[:9]
    sent = {"town": town, "year": "2023", "rule": "data_maintenance", "deducted": "6.5", "document": "通报"}
    address = "/official-figures/add/"
    form = staff.get(address).context["form"]
    refused = staff.post(address, {**sent, "token": str(form["token"].value())}).context["form"].errors
    assert set(refused) == {"year", "deducted"}
    begin(date(2023, 9, 1), town)
    token = str(staff.get(address).context["form"]["token"].value())
    assert staff.post(address, {**sent, "deducted": "0.3", "token": token}).status_code == 302
    assert OfficialFigure.objects.get().document == "通报"


def test_an_official_figure_is_typed_for_a_town_that_began_within_the_year(staff, small_town):
    town, said = small_town.profile.town, {"year": "2023", "rule": "data_maintenance", "deducted": "1"}
    said |= {"town": town, "document": "县通报第3号"}
    begin(date(2023, 7, 1), FAR_TOWN)
    refused = send(staff, "scoring:official_figure_add", **said)
    assert "没有设2023年里的启用日" in str(refused.context["form"].errors["year"])
    begin(date(2023, 7, 1), town)
    assert send(staff, "scoring:official_figure_add", **said).status_code == 302
    assert OfficialFigure.objects.get().town_id == town
