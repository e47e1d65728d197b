"""A person entered twice becomes one: every fact follows, nobody is counted twice, and all of it can be undone."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.assessment import codes_of
from core.models import AuditEvent
from core.records.hindrance import Hindrance
from core.records.links import links_to
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN, add_life, add_person, identity_number
from labor.models import Employment, Merger, Person, Verification
from labor.people.actions import merge, undo_merge
from labor.people.models import HEAD
from oversight.models import PolicyPayment
from scoring.score import score_town
from tests.exchanged import form_of, sent, text

DAY = date(2023, 5, 20)


@pytest.fixture
def double(small_town):
    """The person entered again under another number, with a life of facts and one that the first row has too."""
    person, twin = small_town.person, add_person(OWN, 70, "石小军", household=small_town.household)
    add_life(twin)
    for who, employer in ((person, "白水头车间"), (twin, "白水头车间"), (twin, "东莞某厂")):
        Employment.objects.get_or_create(
            person=who, started_on=date(2022, 3, 1), employer=employer,
            defaults={"channel": "workshop", "workplace": "五团镇"},
        )  # fmt: skip
    PolicyPayment.objects.create(
        policy=small_town.policy, subject_kind="person", subject_code=identity_number(70), due_on=date(2023, 6, 1)
    )
    return twin


def holdings():
    """Which person each fact is about, and whether it counts; voiding times left out."""
    return {
        (link.label, row.pk): (str(getattr(row, link.field)), row.is_voided)
        for link in links_to(Person)
        for row in link.model.with_voided.filter(**link.only)
    }


def people():
    return sorted(Person.with_voided.values_list("pk", "id_number", "voided_at", "name", "village", "household"))


def test_every_kind_of_fact_follows(small_town, double):
    merge(kept=small_town.person, duplicate=double, reason="同一人")
    assert {link.label: link.live(double).count() for link in links_to(Person) if link.live(double).exists()} == {}
    kinds = {link.model.__name__ for link in links_to(Person) if link.live(small_town.person).exists()}
    assert kinds >= {"Employment", "JobSeekingCase", "Verification", "SpotCheck", "Service", "Enrolment"}
    payments = PolicyPayment.objects.filter(subject_code=identity_number(1))
    assert payments.count() == 2


def test_a_fact_that_both_have_counts_once(small_town, double):
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    jobs = small_town.person.employments.filter(employer="白水头车间")
    assert jobs.count() == 1
    assert [len(keys) for keys in merger.voided.values()] == [1]


def test_a_voided_fact_of_the_kept_person_holds_its_key(small_town, double):
    Employment.objects.filter(person=small_town.person).update(voided_at="2023-01-01T00:00Z", void_reason="录错")
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    assert [len(keys) for keys in merger.voided.values()] == [1]


def test_the_number_of_the_duplicate_leads_to_the_kept_person(signed_in, small_town, double):
    merge(kept=small_town.person, duplicate=double, reason="同一人")
    found = signed_in("staff").post(reverse("find"), {"text": identity_number(70)})
    assert found.url == small_town.person.get_absolute_url()


def test_nobody_is_counted_twice_and_undoing_brings_the_score_back(small_town, double):
    before, [code] = score_town(TOWN, DAY), codes_of(["employment_total"], DAY)
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    between = score_town(TOWN, DAY)
    for number in ("labor", "employed"):
        assert before.sub_items[code].facts[number] - between.sub_items[code].facts[number] == 1
    undo_merge(merger=merger, reason="两个人")
    assert score_town(TOWN, DAY).as_json() == before.as_json()


def test_undoing_puts_everything_back(small_town, double):
    double.aliases.create(id_number=identity_number(71))
    facts, everybody = holdings(), people()
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    assert holdings() != facts
    undo_merge(merger=merger, reason="两个人")
    assert (holdings(), people()) == (facts, everybody)
    assert list(double.aliases.values_list("id_number", flat=True)) == [identity_number(71)]
    assert not small_town.person.aliases.exists()


def test_what_was_entered_since_stays_and_what_was_changed_goes_back_changed(small_town, double):
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    later = Employment.objects.create(
        person=small_town.person, started_on=date(2023, 5, 1), employer="新厂", channel="county", workplace="本县"
    )
    moved = Employment.objects.get(employer="东莞某厂")
    moved.ended_on = date(2023, 4, 30)
    moved.save()
    undo_merge(merger=merger, reason="两个人")
    later.refresh_from_db()
    moved.refresh_from_db()
    assert (later.person, moved.person, moved.ended_on) == (small_town.person, double, date(2023, 4, 30))


def _moves_on(town, double):
    Employment.objects.filter(employer="东莞某厂").update(person=town.people[NEXT])


def _brings_back(town, double):
    Employment.with_voided.filter(person=double).update(voided_at=None)


def _merges_on(town, double):
    merge(kept=town.people[NEXT], duplicate=town.person, reason="也是同一人")


def _gives_the_number_away(town, double):
    town.person.aliases.all().delete()


@pytest.mark.parametrize("change", [_moves_on, _brings_back, _merges_on, _gives_the_number_away])
def test_undoing_is_refused_where_it_has_become_impossible(small_town, double, change):
    merger = merge(kept=small_town.person, duplicate=double, reason="同一人")
    change(small_town, double)
    facts = holdings()
    with pytest.raises(ValidationError, match="请先"):
        undo_merge(merger=merger, reason="两个人")
    assert holdings() == facts


def test_a_chain_is_undone_from_its_end(small_town, double):
    facts = holdings()
    first = merge(kept=small_town.person, duplicate=double, reason="同一人")
    second = merge(kept=small_town.people[NEXT], duplicate=small_town.person, reason="也是同一人")
    undo_merge(merger=second, reason="不是")
    undo_merge(merger=first, reason="不是")
    assert holdings() == facts


def test_one_row_is_not_merged_with_itself_or_with_a_voided_one(small_town, double):
    with pytest.raises(ValidationError, match="两个没有作废的人"):
        merge(kept=double, duplicate=double, reason="同一人")
    merge(kept=small_town.person, duplicate=double, reason="同一人")
    with pytest.raises(ValidationError, match="两个没有作废的人"):
        merge(kept=small_town.person, duplicate=double, reason="又一次")


# --- pages ---


def page_for(town, double):
    return reverse("labor:merge_with", args=[town.person.public_id, double.public_id])


def test_the_other_row_is_found_by_name_or_number_within_the_town(staff, small_town, double):
    address = reverse("labor:merge", args=[small_town.person.public_id])
    assert page_for(small_town, double) in staff.get(address).content.decode()
    staff.announce(*map(identity_number, (70, 3)))
    for typed in (identity_number(70), "sxj", "石小"):
        double.name_initials = "sxj"
        double.save()
        assert page_for(small_town, double) in staff.post(address, {"text": typed}).content.decode()
    assert "没有查到别的人" in text(staff.post(address, {"text": identity_number(3)}))
    looked_up = AuditEvent.objects.filter(action=AuditEvent.Action.LOOK_UP).order_by("pk")
    assert [each.details["found"] for each in looked_up] == [1, 0]


def test_both_stand_side_by_side_with_what_collides(staff, small_town, double):
    page = text(staff.get(page_for(small_town, double)))
    assert "就业记录：2022-03-01，白水头车间" in page
    assert '<th scope="row">就业记录</th><td>1条</td><td>2条</td>' in page


def test_merging_and_undoing_on_the_pages(staff, small_town, double):
    address = page_for(small_town, double)
    answer = staff.post(address, sent(keep="right", reason="同一人"))
    assert answer.url == double.get_absolute_url()
    small_town.person.refresh_from_db()
    assert small_town.person.is_voided
    assert "撤销合并" in text(staff.get(double.get_absolute_url()))
    undo = reverse("labor:undo_merge", args=[Merger.objects.get().pk])
    staff.post(undo, {**form_of(staff, undo), "reason": "两个人"})
    small_town.person.refresh_from_db()
    assert not small_town.person.is_voided
    actions = list(AuditEvent.objects.filter(action="merge").values_list("details", flat=True))
    assert len(actions) == 2
    assert identity_number(70) not in str(actions)


def test_a_merged_row_is_not_brought_back_by_itself(staff, small_town, double):
    merge(kept=small_town.person, duplicate=double, reason="同一人")
    address = reverse("labor:person_revive", kwargs={"public_id": double.public_id})
    assert "撤销合并" in text(staff.post(address, sent(reason="没有错")))
    double.refresh_from_db()
    assert double.is_voided


def test_nobody_of_another_town_is_merged(staff, small_town):
    other = small_town.people[FAR]
    for first, second in ((small_town.person, other), (other, small_town.person)):
        address = reverse("labor:merge_with", args=[first.public_id, second.public_id])
        assert staff.post(address, sent(keep="left", reason="同一人")).status_code == 404


def test_a_look_at_both_costs_the_same_however_much_they_did(staff, small_town, double, django_assert_num_queries):
    address = page_for(small_town, double)
    with CaptureQueriesContext(connection) as few:
        staff.get(address)
    Verification.objects.bulk_create(
        Verification(person=double, verified_on=date.fromordinal(738000 + day), method="phone", result="unchanged")
        for day in range(100)
    )
    with django_assert_num_queries(len(few)):
        staff.get(address)


# --- which side is right, field by field ---


@pytest.fixture
def other(small_town, double):
    """The twin says something else of the schooling and has a phone; the first row has none."""
    for person, said in (
        (small_town.person, {"education": "初中", "phone": ""}),
        (double, {"education": "高中", "phone": "15400000088", "name": "石晓军"}),
    ):
        for name, value in said.items():
            setattr(person, name, value)
        person.save()
    return double


def merging(client, small_town, other, **said):
    address = reverse("labor:merge_with", args=[small_town.person.public_id, other.public_id])
    return client.post(address, {**sent(), "keep": "left", "reason": "同一人", **said})


def test_either_sides_value_is_offered_and_where_one_is_blank_the_other(staff, small_town, other):
    address = reverse("labor:merge_with", args=[small_town.person.public_id, other.public_id])
    form = staff.get(address).context["form"]
    assert [label for _, label in form.fields["take-education"].choices] == ["左边：初中", "右边：高中"]
    assert (form["take-phone"].value(), form["take-education"].value()) == ("right", None)
    assert "15400000088" not in staff.get(address).content.decode()
    assert "take-village" not in form.fields


def test_what_is_taken_over_is_said_before_and_goes_back_with_the_merger(staff, small_town, other, today):
    before = people()
    asked = merging(staff, small_town, other, **{"take-education": "right", "take-phone": "right", "take-name": "left"})
    assert "文化程度由初中改为高中" in text(asked)
    assert not Merger.objects.exists()
    said = {"take-education": "right", "take-phone": "right", "confirmed": "1"}
    merging(staff, small_town, other, **said)
    small_town.person.refresh_from_db()
    kept = small_town.person
    assert (kept.education, kept.phone.plain, kept.name) == ("高中", "15400000088", "石小军")
    undo_merge(merger=Merger.objects.get(), reason="两个人")
    kept.refresh_from_db()
    assert (kept.education, kept.phone.plain) == ("初中", "")
    assert people() == before


def test_kept_the_other_way_round_the_sides_stay_what_they_are(staff, small_town, other, today):
    merging(staff, small_town, other, keep="right", **{"take-name": "left", "confirmed": "1"})
    other.refresh_from_db()
    assert (other.name, other.name_pinyin, other.education) == ("石小军", "shi xiao jun", "高中")


def test_nothing_chosen_nothing_is_taken_and_nothing_more_is_asked(staff, small_town, other, today):
    merging(staff, small_town, other)
    assert Merger.objects.get().taken == {}
    assert Person.objects.get(pk=small_town.person.pk).education == "初中"


def test_what_was_taken_and_changed_since_stands_in_the_way(small_town, other):
    merge(kept=small_town.person, duplicate=other, reason="同一人", taken=["education"])
    small_town.person.refresh_from_db()
    small_town.person.education = "大专"
    small_town.person.save()
    with pytest.raises(ValidationError, match="合并时采用的文化程度后来又改过"):
        undo_merge(merger=Merger.objects.get(), reason="两个人")
    assert Person.objects.get(pk=small_town.person.pk).education == "大专"


def test_values_that_do_not_go_together_are_refused_as_a_whole(small_town, other):
    Person.objects.filter(pk=other.pk).update(left_on=date(2001, 1, 1), joined_on=date(2000, 1, 1))
    with pytest.raises(ValidationError):
        merge(kept=small_town.person, duplicate=other, reason="同一人", taken=["left_on"])


def test_on_the_page_they_are_refused_with_what_is_wrong(staff, small_town, other, today):
    Person.objects.filter(pk=small_town.person.pk).update(joined_on=date(2022, 1, 1))
    Person.objects.filter(pk=other.pk).update(left_on=date(2021, 1, 1), joined_on=date(2000, 1, 1))
    page = merging(staff, small_town, other, **{"take-left_on": "right", "confirmed": "1"})
    assert "请改选另一边的" in text(page)
    assert not Merger.objects.exists()
    assert not Person.objects.get(pk=other.pk).is_voided


def test_who_would_head_a_household_beside_another_again_is_not_parted(staff, small_town, other, today):
    kept = small_town.person
    Person.objects.filter(pk=kept.pk).update(relation_to_head=HEAD)
    Person.objects.filter(pk=other.pk).update(relation_to_head="之子")
    kept.refresh_from_db()
    kept.save()
    merger = merge(kept=kept, duplicate=other, reason="同一人", taken=["relation_to_head"])
    head = add_person(OWN, 72, "石新主", household=kept.household, relation_to_head=HEAD)
    with pytest.raises(Hindrance, match=f"撤销后这一户已有户主{re.escape(str(head))}") as refused:
        undo_merge(merger=merger, reason="两个人")
    assert refused.value.records == [kept]
    assert Person.objects.get(pk=kept.pk).relation_to_head == "之子"
    head.delete()
    undo_merge(merger=merger, reason="两个人")
    assert Person.objects.get(pk=kept.pk).relation_to_head == HEAD


@pytest.mark.skipif(connection.vendor == "sqlite", reason="has one writer at a time, and locks no rows")
def test_nobody_writes_either_of_them_while_they_are_parted(small_town, other):
    merger = merge(kept=small_town.person, duplicate=other, reason="同一人")
    with CaptureQueriesContext(connection) as asked:
        undo_merge(merger=merger, reason="两个人")
    locks = next(each["sql"] for each in asked if "FOR UPDATE" in each["sql"] and "merger" in each["sql"])
    assert locks.partition(" OF ")[2].count(",") == 2
