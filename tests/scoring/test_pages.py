"""The score pages show what the engine says, and what stands behind every lost point."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from core.actor import acting_as
from core.models import Village
from core.tables import PAGE_SIZE
from labor.models import JobSeekingCase, Person
from ledger.importing import import_ledger
from scoring.board import TownBoard
from scoring.score import Score, score_of
from tests.case import CASES
from tests.exchanged import words as text

TOWN, DAY = "430529104", date(2023, 12, 31)


pytestmark = pytest.mark.usefixtures("as_committed")


@pytest.fixture(scope="module")
def imported(listed_divisions):
    import_ledger(CASES / "town-clean.xlsx")


@pytest.fixture
def town(imported, db):
    return Score(TOWN, DAY)


@pytest.fixture
def as_user(client, django_user_model):
    """A client signed in as a user of a role who answers for a division."""

    def sign_in(role=User.Role.STAFF, division=TOWN):
        user = django_user_model.objects.create(username=f"{role}-{division}", role=role)
        if division:
            user.divisions.set([division])
        client.force_login(user)
        return client

    return sign_in


def board(client, **query):
    return client.get(reverse("scoring:dashboard"), {"as_of": DAY.isoformat(), **query})


def page_of(client, code, **query):
    return client.get(reverse("scoring:sub_item", args=[code]), {"as_of": DAY.isoformat(), **query})


def test_the_board_shows_the_total_and_what_is_lost(town, as_user):
    shown = text(board(as_user()))
    result = town.result(TOWN)
    assert f" {result.total.normalize():f} " in shown
    assert f"已失 {100 - result.total:.1f} 分" in shown


def test_the_costliest_sub_items_come_first(town):
    losses = [result.deducted for result in TownBoard(town, []).costliest]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == max(result.deducted for result in town.result(TOWN).sub_items.values())


def test_the_villages_of_the_board_add_up_to_the_towns_counts(town):
    villages = TownBoard(town, list(Village.objects.within(TOWN))).villages
    for code, result in town.result(TOWN).sub_items.items():
        if result.sub_item.rule.per_village:
            shares = [share.count for row in villages for share in row.shares if share.sub_item.code == code]
            assert sum(shares) == result.count


@pytest.mark.parametrize("code", ["2.2", "2.3", "3.2", "3.3", "4.3", "6.1", "6.2", "6.3", "6.4", "7.1", "8.1"])
def test_a_sub_items_page_lists_as_many_records_as_were_counted(town, as_user, code):
    result = Score(TOWN, DAY, with_cases=True).result(TOWN).sub_items[code]
    page = page_of(as_user(), code).context["page"]
    assert page.paginator.count + page.paginator.object_list.hidden == len(result.cases) > 0
    assert all(line.record.subject.get_absolute_url() for line in page)


def test_a_list_that_spans_two_kinds_of_cases_pages_through_both(town, as_user):
    client = as_user()
    names = [line.record.pk for number in (1, 2) for line in page_of(client, "6.1", page=number).context["page"]]
    assert len(set(names)) == len(names) == 2 * PAGE_SIZE


@pytest.mark.parametrize("code", ["2.2", "6.1", "7.1"])
def test_the_pages_of_a_list_show_each_record_once_village_by_village(town, as_user, code):
    client = as_user()
    paginator = page_of(client, code).context["page"].paginator
    lines = [line for number in paginator.page_range for line in page_of(client, code, page=number).context["page"]]
    assert len({(line.record.pk, line.reason) for line in lines}) == len(lines) == paginator.count
    for reason in {line.reason for line in lines}:
        places = [line.record.place for line in lines if line.reason == reason]
        assert places == sorted(places)


def test_every_sub_item_has_a_page_with_its_official_wording(town, as_user):
    client = as_user()
    for sub_item in town.rubric.sub_items:
        assert sub_item.wording in page_of(client, sub_item.code).content.decode()


def test_there_is_no_page_for_what_is_no_sub_item(town, as_user):
    assert page_of(as_user(), "9.9").status_code == 404


def test_another_towns_score_is_not_found(town, as_user):
    client = as_user()
    assert board(client, division="430529103").status_code == 404
    assert page_of(client, "6.1", division="430529103").status_code == 404


def test_a_clerk_sees_the_share_of_their_own_village_and_its_records_only(town, as_user):
    village = Village.objects.within(TOWN).first()
    client = as_user(User.Role.CLERK, village.code)
    assert board(client).context["board"].village == village
    assert {line.place for line in page_of(client, "6.1").context["page"]} <= {village.name}
    assert board(client, division=TOWN).status_code == 404


def test_a_leader_sees_masked_names(town, as_user):
    shown = page_of(as_user(User.Role.LEADER), "6.1").content.decode()
    listed = [line.record.person.name for line in page_of(as_user(User.Role.STAFF), "6.1").context["page"]]
    assert not [name for name in listed if name in shown]


def test_somebody_without_divisions_is_told_so(town, as_user):
    assert "还没有分配区划" in text(board(as_user(division="")))


def test_a_remembered_score_changes_with_the_records(town):
    before = score_of(TOWN, DAY).result(TOWN).sub_items["6.1"].count
    case = JobSeekingCase.objects.get(pk=_an_overdue_case())
    case.ended_on, case.end_reason = case.registered_on, JobSeekingCase.EndReason.UNWILLING
    case.save()
    assert score_of(TOWN, DAY).result(TOWN).sub_items["6.1"].count == before - 1


def test_a_remembered_score_costs_one_query(town, django_assert_num_queries):
    score_of(TOWN, DAY)
    with acting_as(None), django_assert_num_queries(2):  # one of them for the published rubrics
        assert score_of(TOWN, DAY).result(TOWN) == town.result(TOWN)


@pytest.mark.parametrize("code", ["2.2", "6.1"])
def test_a_page_costs_the_same_for_few_records_and_for_many(town, as_user, code, django_assert_max_num_queries):
    client = as_user()
    page_of(client, code)
    with django_assert_max_num_queries(21):
        page_of(client, code)
    Person.objects.update(capacity=Person.Capacity.LOST)
    with django_assert_max_num_queries(21):
        page_of(client, code)


def _an_overdue_case():
    return JobSeekingCase.objects.within(TOWN).willing_out_of_poverty().overdue(2023, DAY).first().pk


def test_who_has_gone_to_another_town_is_counted_and_told_of_but_not_shown(town, as_user):
    """People of town-clean who lived here on 30 June belong to another town now."""
    counted = town.result(TOWN).sub_items["2.2"].count
    for role, hides in ((User.Role.STAFF, True), (User.Role.ADMINISTRATOR, False)):
        page = page_of(as_user(role, TOWN if hides else "430529"), "2.2", division=TOWN)
        shown = page.context["page"].paginator.count
        assert (shown < counted) == hides
        assert (f"另有 {counted - shown} 条计在这里" in text(page)) == hides
