"""Whoever names a person, a household, an employer, a vacancy or a village in a form finds it by typing."""

import pytest
from django import forms
from django.db import connection
from django.urls import reverse

from core.forms import record_form
from core.lookups import LOOKUPS, FoundField
from core.models import Village
from core.registers.declaration import declared
from core.registers.life_events import LIFE_EVENTS
from core.registers.writing import action_form
from labor.models import Employer, Household, Person
from platforms.models import Vacancy
from tests.policies.test_access import DATA, TABLE, arguments, clients, users

__all__ = ["arguments", "clients", "users"]
MODELS = {Person, Household, Employer, Vacancy, Village}


def forms_of(response):
    """Every form that a page shows, filters left out: those stand in addresses, by code."""
    found = []
    for context in response.context or ():
        for value in context.flatten().values():
            if isinstance(value, forms.BaseForm) and all(value is not each for each in found):
                found.append(value)
    return found


def references(form):
    """The fields that name one row of those models."""
    for name, field in form.fields.items():
        many = isinstance(field, forms.ModelMultipleChoiceField)
        if not many and getattr(getattr(field, "queryset", None), "model", None) in MODELS:
            yield name, field


def test_these_and_no_others_are_found_by_typing():
    assert {each.model for each in LOOKUPS} == MODELS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="forms are the same on every database")
def test_every_form_of_the_access_table_finds_them_by_typing(clients, arguments):
    named, otherwise = set(), set()
    for _, route in sorted(each for each in TABLE if each[0] == "GET"):
        response = clients["staff"].get(reverse(route, kwargs=arguments(route)), DATA.get(route, {}))
        for form in forms_of(response):
            for name, field in references(form):
                is_found = isinstance(field, FoundField) and field.user is not None
                (named if is_found else otherwise).add(f"{route} {name}")
    assert otherwise == set()
    assert {
        "event_of village", "labor:household_add village", "labor:person_add household", "labor:person_add village",
        "platforms:candidate_add vacancy", "platforms:event_employer_add employer", "training:business_add person",
        "workshops:workshop_add village",
    } <= named  # fmt: skip


def declared_forms():
    """The forms of all actions and events, of which the table names one each."""
    for register in declared:
        for action in register.actions:
            yield f"{register.__name__} {action.name}", action_form(register.model, action)
        for intake in register.intakes:
            yield f"{register.__name__} {intake.name}", record_form(register.model, intake.fields, register.form)
    yield from ((kind.name, kind.form) for kind in LIFE_EVENTS)


def test_so_does_every_action_and_every_event():
    forms_by_name = dict(declared_forms())
    otherwise = {
        f"{where} {name}"
        for where, form in forms_by_name.items()
        for name, field in form.base_fields.items()
        if not isinstance(field, FoundField)
        and not isinstance(field, forms.ModelMultipleChoiceField)
        and getattr(getattr(field, "queryset", None), "model", None) in MODELS
    }
    assert len(forms_by_name) > 60
    assert otherwise == set()
