"""保存并登记下一个: the form comes again with what repeats, and with nothing that names one thing."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from core.forms import RecordForm
from core.registers.another import may_repeat
from core.registers.declaration import declared
from fictional.one_of_everything import OWN
from labor.people.registers import PersonRegister
from workshops.models import Workshop

ADD = reverse("workshops:workshop_add")

pytestmark = pytest.mark.usefixtures("today")


def sent(client, address=ADD, **more):
    form = client.get(address)
    given = {"token": str(form.context["form"]["token"].value()), "seen": "0", "code": "CJ77", "name": "新车间",
             "village": OWN, "kind": "home", "certified_on": "2023-03-01", "confirmed": "1"}  # fmt: skip
    return client.post(address, given | more)


def test_the_next_form_keeps_the_day_the_kind_and_the_village(staff, small_town):
    answer = sent(staff, another="1")
    assert Workshop.objects.get(code="CJ77").certified_on == date(2023, 3, 1)
    address = urlsplit(answer.headers["Location"])
    assert address.path == ADD
    kept = parse_qs(address.query)
    assert (kept["village"], kept["kind"], kept["certified_on"]) == ([OWN], ["home"], ["2023-03-01"])
    assert not {"code", "name"} & kept.keys()
    form = staff.get(answer.headers["Location"]).context["form"]
    assert (str(form["village"].value()), form["kind"].value(), form["code"].value()) == (OWN, "home", "CJ78")


def test_without_it_one_goes_where_one_always_went(staff, small_town):
    assert not sent(staff).headers["Location"].startswith(ADD)


def test_the_way_back_is_carried_on(staff, small_town):
    answer = sent(staff, f"{ADD}?next=/workshops/", another="1")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/workshops/"]


def test_what_is_asked_about_first_does_not_forget_it(staff, small_town, monkeypatch):
    monkeypatch.setattr(RecordForm, "warnings", ["请核对"])
    form = staff.get(ADD).context["form"]
    given = {"token": str(form["token"].value()), "seen": "0", "code": "CJ77", "name": "新车间", "village": OWN,
             "kind": "home", "certified_on": "2023-03-01"}  # fmt: skip
    kept = '<input type="hidden" name="another" value="1">'
    assert kept in staff.post(ADD, given | {"another": "1"}).content.decode()
    assert kept not in staff.post(ADD, given).content.decode()


def test_nothing_is_offered_where_the_next_record_is_somebody_elses():
    of_people = {register for register in declared if register.parent == "person"}
    assert of_people
    assert not any(may_repeat(register) for register in of_people if register.model.about == "person")
    assert may_repeat(PersonRegister)
