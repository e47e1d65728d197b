"""What the database itself refuses, and how forms say the same."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory

from accounts.models import LeadershipPost, Tenure
from core.records.constraints import NotBefore
from labor.models import Employment, LaborExport, Person

TenureForm = modelform_factory(Tenure, fields=["name", "started_on", "ended_on"])
FIRST, SECOND = date(2023, 6, 14), date(2023, 6, 15)


@pytest.fixture
def post(places):
    return LeadershipPost.objects.create(town_id="430529104", rank="leader", position=1)


@pytest.mark.parametrize("ended_on", [None, FIRST, SECOND])
def test_an_end_on_the_day_of_the_start_or_later_or_none_is_stored(post, ended_on):
    Tenure.objects.create(post=post, name="某人", started_on=FIRST, ended_on=ended_on)


def test_an_end_before_the_start_is_refused_by_the_database(post):
    with pytest.raises(IntegrityError, match="tenure_ends_after_start"), transaction.atomic():
        Tenure.objects.bulk_create([Tenure(post=post, name="某人", started_on=SECOND, ended_on=FIRST)])
    tenure = Tenure.objects.create(post=post, name="某人", started_on=FIRST)
    with pytest.raises(IntegrityError, match="tenure_ends_after_start"), transaction.atomic():
        Tenure.objects.filter(pk=tenure.pk).update(ended_on=date(2023, 6, 13))


def test_counts_are_ordered_by_the_database_too(places):
    export = LaborExport(
        code="SC01", town_id="430529104", name="某次", held_on=FIRST, participants=3, participants_out_of_poverty=4
    )
    with pytest.raises(IntegrityError, match="export_counts_agree"), transaction.atomic():
        export.save()
    with pytest.raises(ValidationError) as refused:
        export.validate_constraints()
    assert refused.value.message_dict == {"participants_out_of_poverty": ["其中脱贫劳动力人数多于参加人数"]}


def test_a_form_says_it_beside_the_later_field(post):
    form = TenureForm(
        {"name": "某人", "started_on": "2023-06-15", "ended_on": "2023-06-14"}, instance=Tenure(post=post)
    )
    assert form.errors == {"ended_on": ["离任日期早于任职日期"]}
    assert form.errors.as_data()["ended_on"][0].code == "not_before"


def test_a_form_without_the_field_to_blame_leaves_the_matter_to_the_database(post):
    form = modelform_factory(Tenure, fields=["name"])({"name": "某人"}, instance=Tenure(post=post, started_on=FIRST))
    assert form.is_valid()


def test_an_identity_number_has_18_characters_in_the_database(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(id_number="430599900101001")


def test_a_record_without_a_village_cannot_exist(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(village=None)


def test_one_fact_is_not_stored_twice(person):
    fact = {"person": person, "started_on": FIRST, "employer": "某厂", "channel": "county", "workplace": "本县"}
    Employment.objects.create(**fact)
    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.create(**fact)


def ordered():
    return [
        (model, constraint)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, NotBefore)
    ]


@pytest.mark.parametrize(("model", "constraint"), ordered(), ids=lambda part: getattr(part, "name", ""))
def test_every_order_names_fields_that_exist_and_survives_a_migration(model, constraint):
    fields = {field.name: field for field in model._meta.fields}
    assert {constraint.earlier, constraint.later, constraint.blame} <= set(fields)
    assert isinstance(fields[constraint.later], (models.DateField, models.IntegerField, models.DecimalField))
    assert constraint.clone() == constraint
    assert constraint.clone().blame == constraint.blame
