"""Voided records leave every queryset, count and relation; nothing else forgets them."""

from datetime import date

import pytest
from django.apps import apps
from django.db.migrations.state import ModelState
from django.db.models import Count, Exists, OuterRef, Prefetch, prefetch_related_objects
from django.forms import modelform_factory
from django.utils import timezone

from core.models import Village
from core.records import Record
from core.scoping import LiveManager
from labor.models import Employment, Household, Person
from platforms.models import Platform

EmploymentForm = modelform_factory(Employment, fields=["person", "started_on", "employer", "channel", "workplace"])
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def void(*records):
    for record in records:
        record.voided_at, record.void_reason = timezone.now(), "登记有误"
        record.save()


@pytest.fixture
def jobs(person):
    return [
        Employment.objects.create(
            person=person, started_on=date(2023, month, 1), employer="某厂", channel="county", workplace="本县"
        )
        for month in (1, 2, 3)
    ]


def test_a_voided_record_leaves_every_queryset(jobs):
    void(jobs[0])
    assert jobs[0].is_voided
    assert Employment.objects.count() == 2
    assert set(Employment.objects.current(date(2023, 12, 31))) == {jobs[1], jobs[2]}
    assert Employment.objects.filter(pk=jobs[0].pk).first() is None
    assert Employment.with_voided.count() == 3


def test_a_voided_record_leaves_the_relations_that_lead_to_it(jobs, person, village):
    void(jobs[0])
    assert set(person.employments.all()) == {jobs[1], jobs[2]}
    assert person.employments.count() == 2
    assert person.employments.current(date(2023, 1, 15)).count() == 0
    prefetched = Person.objects.prefetch_related("employments").get()
    assert len(prefetched.employments.all()) == 2
    prefetch_related_objects([person], Prefetch("employments", to_attr="jobs"))
    assert len(person.jobs) == 2
    job = Employment.objects.filter(person=OuterRef("pk"), started_on=date(2023, 1, 1))
    assert not Person.objects.filter(Exists(job)).exists()


def test_a_join_knows_nothing_of_voiding_so_counts_go_through_querysets(jobs, person):
    """A trap, held here so that nobody relies on it: joins are written by the database, not by the manager."""
    void(jobs[0])
    assert Person.objects.aggregate(jobs=Count("employments"))["jobs"] == 3


def test_a_voided_record_is_still_named_by_those_that_point_to_it(jobs, person):
    void(person)
    assert not Person.objects.exists()
    assert Employment.objects.first().person == person


def test_a_one_to_one_relation_still_leads_to_a_voided_record_so_it_is_asked_by_queryset(village):
    """The other trap."""
    void(Platform.objects.create(village=village, built_on=date(2020, 1, 1)))
    assert Village.objects.get().platform.is_voided
    assert not Platform.objects.filter(village=village).exists()


def test_voiding_is_in_the_history_with_its_reason(jobs):
    void(jobs[0])
    newer, older = jobs[0].history.all()
    assert (older.voided_at, newer.void_reason) == (None, "登记有误")


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_every_record_leaves_voided_rows_out_by_default_and_puts_no_manager_into_migrations(model):
    assert isinstance(model._default_manager, LiveManager)
    assert "voided_at" in str(model.objects.all().query.where)
    assert "voided_at" not in str(model.with_voided.all().query.where)
    assert ModelState.from_model(model).managers == []
    assert model.objects.none().within("43") is not None
    assert hasattr(model, "history")


def test_the_key_of_a_voided_record_is_taken_and_a_form_says_what_to_do(jobs, person):
    void(jobs[0])
    same = {
        "person": person.pk,
        "started_on": "2023-01-01",
        "employer": "某厂",
        "channel": "county",
        "workplace": "本县",
    }
    form = EmploymentForm(same)
    assert form.errors == {
        "__all__": ["劳动力、开始日期、单位名称与一条已作废的就业记录相同，请恢复那一条，不要重新登记"]
    }
    assert form.non_field_errors().as_data()[0].code == "voided"
    assert EmploymentForm({**same, "employer": "别的厂"}).is_valid()


def test_the_code_of_a_voided_record_is_taken_and_a_form_says_so_beside_it(village):
    household = Household.objects.create(code="HH01", head_name="某人", village=village, kind="ordinary")
    void(household)
    form = modelform_factory(Household, fields=["code", "head_name", "village", "kind"])(
        {"code": "HH01", "head_name": "别人", "village": village.pk, "kind": "ordinary"}
    )
    assert list(form.errors) == ["code"]
    void(village)
    form = modelform_factory(Village, fields=["code", "name"])({"code": village.pk, "name": "木瓜村"})
    assert list(form.errors) == ["code"]


def test_a_record_that_keeps_its_key_is_in_nobodys_way(jobs, person):
    void(jobs[0])
    jobs[0].full_clean()
    jobs[1].full_clean()


def test_the_keys_of_a_record_are_the_ones_that_people_enter():
    assert Person.keys() == [("id_number",)]
    assert Village.keys() == [("code",)]
    assert Employment.keys() == [("person", "started_on", "employer")]
    assert Platform.keys() == [("village",)]
