"""What every declared register keeps, whatever it is about."""

import re
from copy import copy
from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from core.assessment import codes_of
from core.models import Division, Village
from core.pages import panels
from core.registers import declared
from fictional.one_of_everything import OWN, TOWN, identity_number
from labor.models import LaborExport, Person
from tests.once import once

get_resolver().url_patterns  # noqa: B018 -- the apps declare their registers when their addresses are read
FEW, MANY = 3, 300
#: What is not told apart by a text, a number or a day.
MAKERS = {
    Division: lambda order: Division(code=f"4399{order:05}", name=f"第{order}镇", level=Division.Level.TOWN),
    Village: lambda order: Village(code=f"{TOWN}{500 + order}", name=f"第{order}村"),
    Person: lambda order: Person(
        village_id=OWN, name=f"石{order}", id_number=identity_number(100 + order), birth_date=date(1985, 5, 5),
        capacity="ordinary", joined_on=date(2021, 1, 1),
    ),
}  # fmt: skip


@pytest.fixture
def town(full_town):
    # so many that however many people are named offers nothing
    LaborExport.objects.update(participants=MANY * 2, participants_out_of_poverty=MANY * 2)
    return full_town


def multiply(record, number):
    """Bring `record` up to so many of its kind, told apart where they have to be; all of them, itself first."""
    kind = type(record)
    make = MAKERS.get(kind) or copies(record, number)
    kind.objects.bulk_create([make(order) for order in range(kind.objects.count(), number)])
    return [record, *kind.objects.exclude(pk=record.pk).order_by("pk")]


def copies(record, number):
    """What makes another record like this one, of so many in all."""
    pools = {}

    def make(order):
        another = copy(record)
        another.pk, another._state.adding = None, True
        for key in type(record).keys():  # noqa: SIM118
            differ(another, [another._meta.get_field(name) for name in key], order, pools, number)
        for field in another._meta.fields:
            if isinstance(field, models.UUIDField):
                setattr(another, field.name, field.get_default())
        return another

    return make


def differ(another, fields, order, pools, number):
    """Give one field of a key another value: the easiest to tell apart."""
    texts = [field for field in fields if isinstance(field, models.CharField) and not field.choices]
    for field in (*texts, *fields):
        value = getattr(another, field.name)
        if field in texts:
            return setattr(another, field.name, f"{value}-{order}")
        if isinstance(field, models.DateField):
            return setattr(another, field.name, value - timedelta(days=order))
        if isinstance(field, models.PositiveSmallIntegerField):
            return setattr(another, field.name, value + order)
    related = next(field for field in fields if field.is_relation)
    if (of := getattr(another, related.name)) is not None:
        pool = pools.get(related.name) or pools.setdefault(related.name, multiply(of, number))
        setattr(another, related.name, pool[order])
    return None


def queries(client, address, sent=None):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if sent is None else client.post(address, sent)
        assert answer.status_code == 200
    return len(captured)


def every_column(client, address):
    """What takes a list along with all that may be had of it."""
    lines = client.get(address).context["form"].lines
    return {"columns": [line.key for line in lines], "form": "xlsx", "numbers": "masked"}


def test_each_list_and_page_asks_as_much_for_three_records_as_for_three_hundred(signed_in, town):
    staff = signed_in("staff")
    records = {register: any_of(register) for register in declared}
    pages = {
        (register.route(), page): address
        for register, record in records.items()
        for page, address in (("list", reverse(register.route("list"))), ("record", register.address(record)))
    }
    for address in pages.values():
        staff.get(address)  # content types are looked up once a process
    exports = {register.route(): reverse(register.route("export")) for register in declared}
    sent = {page: every_column(staff, address) for page, address in exports.items()}
    for page, address in exports.items():
        staff.post(address, sent[page])
    asked = []
    for number in (FEW, MANY):
        for record in records.values():
            multiply(record, number)
        asked.append({page: queries(staff, address) for page, address in pages.items()})
        asked[-1] |= {page: queries(staff, address, sent[page]) for page, address in exports.items()}
    assert {page: asked[1][page] for page in asked[0] if asked[0][page] != asked[1][page]} == {}
    assert {
        register.route(): register.model.objects.count()
        for register in declared
        if register.model.objects.count() < MANY
    } == {}


def any_of(register):
    """A record of the clerk's own village, or of the town."""
    rows = register.model.objects
    return rows.within(OWN).first() or rows.within(TOWN).first()


@once
def test_each_row_leads_to_its_page_by_a_name_and_never_by_a_day_or_a_number(signed_in, town):
    staff = signed_in("staff")
    for register in declared:
        table = staff.get(reverse(register.route("list"))).context["table"]
        links = [[cell for cell in cells if cell.address] for cells in table.lines]
        pages = [register.address(register.model.objects.get(pk=key)) for key in table.page]
        led = [{re.sub(r"[?&]next=.*", "", cell.address) for cell in row} for row in links]  # without the way back
        assert all(page in addresses for page, addresses in zip(pages, led, strict=True)), register
        assert not [cell.text for row in links for cell in row if not re.search(r"[^\d.,年月日-]", cell.text)], register


@pytest.mark.parametrize("register", declared, ids=lambda register: register.route())
def test_the_sub_items_that_a_register_feeds_are_links_on_its_list(signed_in, town, register):
    page = signed_in("staff").get(reverse(register.route("list"))).content.decode()
    codes = codes_of(register.counted_in, timezone.localdate())
    assert len(codes) == len(register.counted_in)
    assert all(f'href="{reverse("scoring:sub_item", args=[code])}"' in page for code in codes)


def test_only_who_keeps_a_register_sees_what_was_voided(signed_in, town):
    """The list asked for voided rows, and the page of a voided record, of every register."""
    staff, voided = signed_in("staff"), {}
    for register in declared:
        record = any_of(register)
        register.model.objects.filter(pk=record.pk).update(voided_at=timezone.now(), void_reason="登记错了")
        voided[register] = record.get_absolute_url()
    for register, page in voided.items():
        assert staff.get(page).status_code == 200, register.title()
    leader = signed_in("leader")
    for register, page in voided.items():
        kept = leader.get(reverse(register.route("list"))).context["table"].paginator.count
        asked = leader.get(reverse(register.route("list")), {"voided": "yes"}).context["table"].paginator.count
        assert asked == kept, register.title()
        assert leader.get(page).status_code == 404, register.title()


@pytest.mark.parametrize("alone", [False, True], ids=["as it is", "without panels of its own"])
def test_what_belongs_to_a_record_is_listed_on_its_page_and_added_there(signed_in, town, monkeypatch, alone):
    """A register with a parent says no more than that; an app may make a panel, or a button, of its own."""
    staff = signed_in("staff")
    if alone:
        monkeypatch.setattr(panels.PANELS, "entries", [each for each in panels.PANELS if each.spare])
    for register in declared:
        if register.parent and not register.has_button:
            record = any_of(register)
            parent, name = getattr(record, register.parent), register.parent_key[1]
            page = staff.get(parent.get_absolute_url())
            add = reverse(register.route("add"), kwargs={name: getattr(parent, name)})
            assert page.text.count(f'href="{add}"') == 1, register.title()
            belonging = register.model.objects.filter(**{register.parent: parent}).count()
            assert [shown.count for shown in page.context["panels"] if shown.add_address == add] == [belonging]
