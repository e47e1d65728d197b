"""What every declared register keeps, whatever it is about."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Village
from core.registers import declared
from labor.models import Person
from tests.small_town import OWN, TOWN, add_life, add_person, add_platform, add_programme

FEW, MANY = 3, 30
#: What is not told apart by a text, a number or a day.
MAKERS = {
    Village: lambda order: Village.objects.create(code=f"{TOWN}{500 + order}", name=f"第{order}村"),
    Person: lambda order: add_person(OWN, 100 + order, f"石{order}"),
}


@pytest.fixture
def town(small_town):
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    return small_town


def multiply(record, number):
    """Bring `record` up to so many of its kind, told apart where they have to be."""
    for order in range(type(record).objects.count(), number):
        if type(record) in MAKERS:
            MAKERS[type(record)](order)
            continue
        copy = type(record).objects.get(pk=record.pk)
        copy.pk, copy._state.adding = None, True
        keys = record.keys()
        for key in keys:
            differ(copy, [copy._meta.get_field(name) for name in key], order)
        for field in copy._meta.fields:
            if isinstance(field, models.UUIDField):
                setattr(copy, field.name, field.get_default())
        copy.save()


def differ(copy, fields, order):
    """Give one field of a key another value: the easiest to tell apart."""
    for field in fields:
        value = getattr(copy, field.name)
        if isinstance(field, models.DateField):
            return setattr(copy, field.name, value + timedelta(days=order))
        if isinstance(field, models.PositiveSmallIntegerField):
            return setattr(copy, field.name, value + order)
        if isinstance(field, models.CharField) and not field.choices:
            return setattr(copy, field.name, f"{value}-{order}")
    related = next(field for field in fields if field.is_relation)
    if getattr(copy, related.name) is not None:
        setattr(copy, related.name, another(getattr(copy, related.name), order))
    return None


def another(record, order):
    if type(record) in MAKERS:
        return MAKERS[type(record)](order)
    multiply(record, type(record).objects.count() + 1)
    return type(record).objects.latest("pk")


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("register", declared, ids=lambda register: register.route())
def test_the_list_and_the_page_ask_as_much_for_three_records_as_for_thirty(signed_in, town, register):
    staff = signed_in("staff")
    rows = register.model.objects
    record = rows.within(OWN).first() or rows.within(TOWN).first()
    addresses = reverse(register.route("list")), register.address(record)
    asked = []
    for number in (FEW, MANY):
        multiply(record, number)
        staff.get(addresses[1])  # content types are looked up once a process
        asked.append([queries(staff, address) for address in addresses])
    assert asked[0] == asked[1]
    assert rows.count() == MANY


@pytest.mark.parametrize("register", declared, ids=lambda register: register.route())
def test_the_sub_items_that_a_register_feeds_are_links_on_its_list(signed_in, town, register):
    page = signed_in("staff").get(reverse(register.route("list"))).content.decode()
    assert all(f'href="{reverse("scoring:sub_item", args=[code])}"' in page for code in register.feeds)
