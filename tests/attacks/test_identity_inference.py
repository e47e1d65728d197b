"""A leader, who may see no number, puts everything together that the pages tell, on days of their own choosing."""

import re
from collections import defaultdict
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.files.documents import attach
from core.periods import full_years, years_before
from fictional.one_of_everything import OWN, PHONE, TOWN, add_person, identity_number
from labor.models import FollowUp, JobSeekingCase, LaborExport, Person
from tests.once import once
from tests.policies.test_access import TABLE, arguments, users  # noqa: F401 -- fixtures

pytestmark = once

#: What is left of a number beside its stars.
DIGIT_AT_A_MASK = re.compile(r"[0-9]\*{3,}|\*{3,}[0-9Xx]")
ROW = re.compile(r"<tr>.*?</tr>|<li\b.*?</li>", re.DOTALL)
PERSON = re.compile(r"/people/([0-9a-f-]{36})/")
AGE = re.compile(r"(\d+)岁")
#: Whatever a page calls the day that it is about.
DAYS = ("as_of", "on", "day", "date", "since", "until")
ON_ANY_DAY = ("/score", "/scale", "/targets")
YEAR = timedelta(days=365)


@pytest.fixture
def leader(client, users, arguments):  # noqa: F811 -- the fixtures
    """Signed in, with somebody's numbers in every place that a page reads."""
    person = Person.objects.get(village=OWN)
    JobSeekingCase.objects.create(person=person, registered_on=timezone.localdate(), willing=True)
    FollowUp.objects.update(note=f"本人电话{PHONE}，证号{person.id_number.plain}")
    person.phone = "15400000033"
    person.save()
    client.force_login(users["leader"])
    return client


@pytest.fixture
def pages(leader, arguments):  # noqa: F811
    """Every page that a leader may open, by its address."""
    leaders = [route for (method, route), answers in TABLE.items() if method == "GET" and answers[4] == 200]
    return [reverse(route, kwargs=arguments(route)) for route in leaders]


@pytest.fixture
def workbooks(leader, arguments):  # noqa: F811
    """Every list that a leader may take along."""
    routes = [route for (method, route), answers in TABLE.items() if method == "POST" and answers[4] == 200]
    return [reverse(route, kwargs=arguments(route)) for route in routes if route.endswith("export")]


def asked_of(address, day):
    return f"{address}?" + "&".join(f"{name}={day.isoformat()}" for name in DAYS)


def test_pages_on_days_of_ones_choice_show_no_digit_and_one_age(leader, pages):
    """Each age bounds a birth date: those of many days would meet in one. Those of today leave a year of birthdays."""
    today = timezone.localdate()
    assert len(pages) > 80
    opened = {asked_of(address, today + 2 * YEAR): address for address in pages}
    opened |= {asked_of(address, today - 3 * YEAR): address for address in pages if address.startswith(ON_ANY_DAY)}
    seen = defaultdict(set)
    for asked, address in opened.items():
        answer = leader.get(asked)
        html = "" if answer.streaming else answer.content.decode()  # the booklet is streamed, and names nobody
        assert DIGIT_AT_A_MASK.findall(html) == [], address
        for row in [html] if PERSON.search(address) else ROW.findall(html):
            if len(people := set(PERSON.findall(address) or PERSON.findall(row))) == 1:
                seen[people.pop()] |= {int(age) for age in AGE.findall(row)}
    born = {str(key): day for key, day in Person.objects.values_list("public_id", "birth_date")}
    found = {key: ages for key, ages in seen.items() if ages}
    assert found == {key: {full_years(born[key], today)} for key in found}
    assert found


def test_no_workbook_gives_a_leader_a_digit_of_a_number(leader, workbooks):
    assert len(workbooks) > 30
    for address in workbooks:
        answer = leader.post(address)
        cells = [
            cell for row in load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values for cell in row
        ]
        assert DIGIT_AT_A_MASK.findall(" ".join(map(str, cells))) == [], address


def test_sorting_by_age_tells_nothing_of_birthdays_within_a_year_of_age(leader):
    """Somebody between two of whom the days are known would be known nearly to the day."""
    latest = years_before(timezone.localdate(), 30)
    for order, (days, spelled) in enumerate(((1, "zzb"), (200, "zzc"), (100, "zza")), start=40):
        born = latest - timedelta(days=days)
        add_person(OWN, order, "某某某", birth_date=born, id_number=identity_number(order, born), name_pinyin=spelled)
    known = {str(person.public_id): person.name_pinyin for person in Person.objects.filter(name="某某某")}
    for sort, wanted in (("age", ["zza", "zzb", "zzc"]), ("-age", ["zzc", "zzb", "zza"])):
        html = leader.get(reverse("labor:person_list"), {"sort": sort}).content.decode()
        assert [known[key] for key in PERSON.findall(html) if key in known] == wanted


def test_what_somebody_typed_and_what_a_file_is_called_hide_numbers_from_a_leader(leader, users):  # noqa: F811
    call, export = FollowUp.objects.within(OWN).get(), LaborExport.objects.within(TOWN).get()
    number = Person.objects.get(village=OWN).id_number.plain
    file = SimpleUploadedFile(f"{number}的合同.pdf", b"%PDF-1.7")
    attach(record=export, file=file, proves=f"电话{PHONE}", by=users["staff"])
    for record, words in ((call, "本人电话"), (export, "PDF")):
        html = leader.get(record.get_absolute_url()).content.decode()
        assert words in html
        assert number[-4:] not in html
        assert PHONE[-4:] not in html
