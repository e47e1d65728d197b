"""Whoever opens whatever: nothing of the next town stands on a page, in a list, a fragment, an export or a workbook."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core.fields import SensitiveCharField
from fictional.one_of_everything import DIVISIONS, FAR, NEXT, OWN, TOWN
from labor.models import Employment
from tests.policies.test_access import DATA, SIGN_IN_OR_OUT, TABLE
from tests.policies.test_access import arguments as arguments
from tests.policies.test_access import users as users

FAR_TOWN = "430529103"
#: What tells one town's things from another's; other texts are everybody's words.
TELLING = {"code", "number", "name", "head_name", "employer", "matter", "applicant", "responsible", "partner"}


def words_of(town):
    """The codes and names of everything inside a town, voided or not."""
    found = {town, *(name for code, name in DIVISIONS.items() if code.startswith(town) and len(code) > len(town))}
    for model in apps.get_models():
        if hasattr(model, "division_path") and hasattr(model, "with_voided"):
            fields = [each for each in model._meta.concrete_fields if is_telling(each)]
            for row in model.with_voided.within(town):
                found |= {str(getattr(value, "plain", value)) for value in (getattr(row, each.name) for each in fields)}
    return {word for word in found if len(word) > 2}


def is_telling(field):
    named = field.name in TELLING and not field.choices
    return named or field.name == "public_id" or isinstance(field, SensitiveCharField)


@pytest.fixture
def stranger(client, arguments):
    """Staff of the next town, where one person lives, while the small town has one of everything."""
    Employment.objects.filter(person__village=FAR).update(workshop=None, employer="丹口厂", workplace="丹口镇")
    user = User.objects.create(username="stranger", role=User.Role.STAFF)
    user.divisions.set([FAR_TOWN])
    client.force_login(user)
    return client


def text_of(response):
    """What an answer says, whatever it is made of."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] != b"PK":
        return body.decode(errors="replace") + response.headers.get("Location", "")
    with ZipFile(BytesIO(body)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


#: A plan is called what plans are called.
EVERYBODYS = {"行动方案"}
#: The empty workbook is the same for everybody, examples in it too.
SAME_FOR_ALL = {"ledger:template"}


def foreign_words():
    foreign = words_of(TOWN) - words_of(FAR_TOWN) - EVERYBODYS
    assert {TOWN, DIVISIONS[OWN], DIVISIONS[NEXT], "石小军", "CJ01", "城步服装厂"} <= foreign
    return foreign


def asked(client, method, address, data):
    """What is said to who asks; what was written is taken back."""
    with transaction.atomic():
        said = text_of(getattr(client, method.lower())(address, data)).replace(address, "")
        transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("app", sorted({route.rpartition(":")[0] for _, route in TABLE}))
def test_nobody_reads_of_the_next_town(stranger, arguments, app):
    foreign, leaks = foreign_words(), {}
    routes = [each for each in TABLE if each[1].rpartition(":")[0] == app]
    for method, route in routes:
        if route in SIGN_IN_OR_OUT | SAME_FOR_ALL:
            continue
        data = dict(DATA.get(route, {}))
        if "division" in data:
            data["division"] = FAR_TOWN
        said = asked(stranger, method, reverse(route, kwargs=arguments(route)), data)
        if found := {word for word in foreign if word in said}:
            leaks[method, route] = found
    assert leaks == {}


def test_the_words_are_found_where_they_are_to_be_read(stranger, users):
    """In a list, an export and the ledger."""
    stranger.force_login(users["staff"])
    for method, route, data in (
        ("GET", "labor:person_list", {}),
        ("POST", "labor:person_export", {}),
        ("POST", "ledger:export", {"division": TOWN}),
    ):
        assert "石小军" in asked(stranger, method, reverse(route), data), route
