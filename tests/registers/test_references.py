"""What names a record by number as text follows it, or stands in the way; our own export is taken by our own import."""

from datetime import date
from random import Random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from core.models import RelocationSite
from core.records import Record
from core.records.links import by_text, named_by
from core.records.voiding import revive, void
from fictional.one_of_everything import OWN, TODAY, TOWN, add_life, add_person, add_programme, identity_number
from labor.models import Household, Merger, Person, PersonAlias
from labor.people.actions import change_number, merge, undo_merge
from ledger.exporting import export_ledger
from ledger.importing import import_ledger
from oversight.models import Policy, PolicyApplication, PolicyPayment
from oversight.policies.actions import apply
from oversight.policies.finding import policy_statuses
from scoring.score import score_town
from tests.exchanged import form_of, send, words
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def household(small_town):
    """With a payment and an application."""
    apply(policy=small_town.policy, subject=small_town.household, on=date(2023, 3, 1))
    return small_town.household


def rename(client, record, route, code):
    address = reverse(f"{route}_change", args=[record.pk])
    return client.post(address, {**form_of(client, address), "code": code, "confirmed": "1"})


def names(kind, code):
    return [
        model.objects.filter(subject_kind=kind, subject_code=code).count()
        for model in (PolicyPayment, PolicyApplication)
    ]


# --- follows ---


def test_payments_and_applications_follow_a_renamed_household(staff, household):
    rename(staff, household, "labor:household", "H9")
    assert (names("household", "H1"), names("household", "H9")) == ([0, 0], [1, 1])
    payment = PolicyPayment.objects.get(subject_kind="household")
    assert payment.history.first().history_change_reason == "随农户编号更改"


def test_payments_follow_a_renamed_workshop_and_the_household_of_its_number_is_left(staff, small_town, household):
    Workshop.objects.update(code="H7")
    PolicyPayment.objects.filter(subject_kind="workshop").update(subject_code="H7", due_on=date(2023, 5, 2))
    PolicyPayment.objects.filter(subject_kind="household").update(subject_code="H7")
    PolicyApplication.objects.update(subject_code="H7")
    Household.objects.update(code="H7")
    rename(staff, small_town.workshop, "workshops:workshop", "CJ77")
    assert (names("workshop", "CJ77"), names("household", "H7")) == ([1, 0], [1, 1])


def test_voided_payments_follow_too_for_they_hold_their_keys(staff, household):
    payment = PolicyPayment.objects.get(subject_kind="household")
    void(record=payment, reason="录错")
    rename(staff, household, "labor:household", "H9")
    payment.refresh_from_db()
    assert payment.subject_code.plain == "H9"


def test_a_number_under_which_the_same_stands_already_is_refused(staff, household):
    page = words(rename(staff, household, "labor:household", "CJ01"))
    assert "“CJ01”名下已有相同的政策兑现，不能改成这个编号" in page
    assert Household.objects.get().code == "H1"


def test_an_application_of_a_household_is_none_of_the_workshop_of_its_number(household, small_town):
    Workshop.objects.update(code="H1")
    workshop = Workshop.objects.get()
    Policy.objects.update(eligibility="workshop", months=None)
    assert [status.record for status in policy_statuses(workshop, TODAY) if status.record] == []
    application, is_new = apply(policy=small_town.policy, subject=workshop, on=TODAY)
    assert (is_new, application.subject_kind) == (True, "workshop")


# --- stands in the way ---


@pytest.mark.parametrize("kind", ["person", "household", "workshop"])
def test_who_has_payments_is_not_voided_and_the_page_says_what_names_them(staff, small_town, kind):
    subject = {"person": small_town.person, "household": small_town.household, "workshop": small_town.workshop}[kind]
    route = {"person": "labor:person", "household": "labor:household", "workshop": "workshops:workshop"}[kind]
    page = words(
        send(
            staff,
            f"{route}_void",
            getattr(subject, "public_id", subject.pk) if kind == "person" else subject.pk,
            reason="录错",
        )
    )
    assert "1条政策兑现" in page
    assert "请先改正或作废这些记录" in page
    assert "政策兑现“车间补贴 2023-05-01”" in page.replace("&quot;", '"')
    subject.refresh_from_db()
    assert not subject.is_voided


def test_a_voided_payment_waits_for_its_household(staff, small_town):
    lonely = Household.objects.create(code="H2", head_name="杨家", village_id=OWN, kind="ordinary")
    payment = PolicyPayment.objects.create(
        policy=small_town.policy, subject_kind="household", subject_code="H2", due_on=date(2023, 6, 1)
    )
    void(record=payment, reason="录错")
    void(record=lonely, reason="录错")
    with pytest.raises(ValidationError, match="它所属的农户已作废，请先恢复"):
        revive(record=payment, reason="没有错")
    revive(record=lonely, reason="没有错")
    revive(record=payment, reason="没有错")
    assert PolicyPayment.objects.filter(pk=payment.pk).exists()


# --- whatever is done, the export is whole ---


def subjects():
    return [*Person.objects.all(), *Household.objects.all(), *Workshop.objects.all()]


def renumber(draw, staff):
    record = draw.choice(subjects())
    if isinstance(record, Person):
        change_number(person=record, number=identity_number(draw.randrange(300, 900)), reason="更正")
    else:
        route = "labor:household" if isinstance(record, Household) else "workshops:workshop"
        rename(
            staff,
            record,
            route,
            draw.choice(("A1", "A2", "H1", "CJ01")) if draw.random() < 0.5 else f"N{draw.random()}"[:12],
        )


def void_something(draw, staff):
    models = (Person, Household, Workshop, PolicyPayment, PolicyApplication)
    rows = [row for model in models for row in model.objects.all()]
    void(record=draw.choice(rows), reason="录错")


def revive_something(draw, staff):
    models = (Person, Household, Workshop, PolicyPayment, PolicyApplication)
    rows = [row for model in models for row in model.with_voided.filter(voided_at__isnull=False)]
    if rows:
        revive(record=draw.choice(rows), reason="没有错")


def merge_two(draw, staff):
    kept, duplicate = draw.sample(list(Person.objects.all()), 2)
    merge(kept=kept, duplicate=duplicate, reason="同一人")


def undo_a_merger(draw, staff):
    if mergers := list(Merger.objects.filter(undone_at=None)):
        undo_merge(merger=draw.choice(mergers), reason="两个人")


def pay(draw, staff):
    record = draw.choice(subjects())
    policy = draw.choice(list(Policy.objects.all()))
    apply(policy=policy, subject=record, on=date(2023, 3, 1))


DEEDS = (renumber, void_something, revive_something, merge_two, undo_a_merger, pay)


def score_after_import(path):
    """The score of a database that knows nothing but the workbook; nothing of it stays."""
    with transaction.atomic():
        for model in apps.get_models():
            if issubclass(model, Record | RelocationSite) or model in (PersonAlias, Merger):
                model._base_manager.all()._raw_delete("default")
        report = import_ledger(path)
        found = (report.errors, report.written, score_town(TOWN, TODAY).as_json())
        transaction.set_rollback(True)
    return found


@pytest.fixture
def busy_town(small_town):
    add_life(small_town.person)
    add_programme(small_town.person)
    for order in range(3):
        add_person(OWN, 80 + order, f"试{order}", household=small_town.household)
    for number, kind in enumerate(("household", "workshop", "person")):
        code = {"household": "H1", "workshop": "CJ01", "person": identity_number(80)}[kind]
        PolicyPayment.objects.create(
            policy=small_town.policy, subject_kind=kind, subject_code=code, due_on=date(2023, 7, 1 + number)
        )
    return small_town


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_numbers_the_export_imports_and_scores_the_same(staff, busy_town, tmp_path, seed):
    draw, done = Random(seed), 0
    for _ in range(25):
        try:
            with transaction.atomic():
                draw.choice(DEEDS)(draw, staff)
            done += 1
        except ValidationError:
            pass  # refused, with a reason
    for model in (PolicyPayment, PolicyApplication):
        lost = [row for row in model.objects.all() for _, named in named_by(row) if named is None or named.is_voided]
        assert lost == []
    path = tmp_path / "town.xlsx"
    export_ledger(path)
    assert score_after_import(path) == ([], True, score_town(TOWN, TODAY).as_json())
    assert done > 5


def test_importing_our_own_export_again_changes_nothing(staff, busy_town, tmp_path):
    Workshop.objects.update(code="H1")
    for month, payment in enumerate(PolicyPayment.objects.filter(subject_kind="workshop"), 9):
        payment.subject_code, payment.due_on = "H1", date(2023, month, 1)
        payment.save()
    export_ledger(tmp_path / "town.xlsx")
    report = import_ledger(tmp_path / "town.xlsx")
    counts = report.sheets["政策兑现"]
    assert (report.errors, counts.changed) == ([], 0)
    assert PolicyPayment.objects.filter(subject_kind="workshop").exists()


def test_both_kinds_that_name_by_text_are_told_of():
    assert {link.model for model in (Person, Household, Workshop) for link in by_text(model)} == {
        PolicyPayment,
        PolicyApplication,
    }
