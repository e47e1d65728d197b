"""What a list that goes out says of people, and to whom."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent, ListExport
from core.personal_data.masking import PERSONAL_NUMBER
from core.tasks import export_list
from fictional.one_of_everything import OWN, PHONE, add_person
from fictional.profiles import FAR_TOWN
from labor.models import Employment
from ledger.official import views
from ledger.official.layout_files import WrongOfficialList, official_list, official_lists
from oversight.models import Policy, PolicyPayment
from tests.official.conftest import asked_of
from tests.other_towns import text_of
from training.models import Enrolment, TrainingClass

pytestmark = pytest.mark.usefixtures("today")
LISTS = official_lists()
PUBLIC = [name for name, layout in LISTS.items() if layout.public]


def subject_of(layout, town):
    """The record of the town that a list could be about, as its form names it."""
    rows = {"政策": Policy.objects.filter(name="交通补助"), "培训班": TrainingClass.objects.all()}
    return {"subject": rows[layout.source.subject].within(town).get().pk} if layout.source.subject else {}


def asked(layout, town, **more):
    period = {"month": "2023-04", "year": "2023", "day": "2023-05-20"}.get(layout.period)
    return {**subject_of(layout, town), **({"period": period} if period else {}), **more}


def address(name):
    return reverse("ledger:official_list", args=[name])


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("user", ["staff", "administrator"])
@pytest.mark.parametrize("form", ["xlsx", "paper"])
def test_nobody_gets_a_public_list_unmasked(client, users, town, name, user, form):
    Employment.objects.update(employer=f"老板电话{town.person.phone.plain}")
    client.force_login(users[user])
    sent = asked(LISTS[name], town.profile.town, numbers="whole", reason="想看", form=form)
    assert not {"numbers", "reason"} & client.get(address(name)).context["form"].fields.keys()
    answer = client.post(address(name), asked_of(users[user], sent | {"division": town.profile.town}))
    said = text_of(answer)
    assert town.person.name in said
    assert not PERSONAL_NUMBER.search(said)
    assert not any(each.plain in said for each in (town.person.id_number, town.person.phone))
    assert "numbers" not in AuditEvent.objects.get(action="export").details


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("number", ["15400000017", "镇办 154 0000 0017"])
def test_no_own_number_is_written_onto_a_public_list_by_hand(client, users, town, name, number):
    client.force_login(users["staff"])
    for field in ("contact", "unit"):
        sent = asked_of(users["staff"], asked(LISTS[name], town.profile.town, **{field: number}))
        client.announce(number, "15400000017")
        assert list(client.post(address(name), sent).context["form"].errors) == [field]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_nothing_of_another_town(client, users, towns, name):
    """The client fails at a word of another town; each town asks for its own, and finds its own."""
    for town, user in zip(towns, ("staff", "stranger"), strict=True):
        client.force_login(users[user])
        for form in ("xlsx", "paper"):
            sent = asked(LISTS[name], town.profile.town, form=form)
            answer = client.post(address(name), asked_of(users[user], sent))
            assert answer.status_code == 200
            assert form != "xlsx" or answer.streaming


@pytest.mark.parametrize("name", LISTS)
def test_another_towns_division_and_record_are_no_choice(client, users, towns, name):
    client.force_login(users["staff"])
    layout = LISTS[name]
    sent = asked_of(users["staff"], asked(layout, FAR_TOWN, division=FAR_TOWN))
    refused = client.post(address(name), sent).context["form"].errors
    assert set(refused) == {"division", *subject_of(layout, FAR_TOWN)}


@pytest.mark.parametrize("name", [name for name in LISTS if name not in PUBLIC])
def test_whole_numbers_want_a_reason_where_there_are_any(client, users, town, name):
    client.force_login(users["staff"])
    layout = LISTS[name]
    assert ("numbers" in client.get(address(name)).context["form"].fields) == layout.has_numbers
    sent = asked_of(users["staff"], asked(layout, town.profile.town, numbers="whole"))
    answer = client.post(address(name), sent)
    assert answer.streaming != layout.has_numbers
    masked = client.post(address(name), sent | {"numbers": "masked"})
    assert not PERSONAL_NUMBER.search(text_of(masked))


def add_workers(town, orders):
    """More people with all that lists tell of somebody."""
    here = town.profile
    policy = Policy.objects.get(town_id=here.town, name="交通补助")
    course = TrainingClass.objects.within(here.town).get()
    for order in orders:
        person = add_person(here.own, order, f"龙{order}", household=town.household)
        owed = {"subject_kind": "person", "subject_code": person.id_number.plain, "due_on": date(2023, 9, 1)}
        PolicyPayment.objects.create(policy=policy, amount=1, **owed)
        Enrolment.objects.create(training_class=course, person=person)
        job = {"employer": "厂", "channel": "other_province", "workplace": "外地"}
        Employment.objects.create(person=person, started_on=date(2023, 3, 1), **job)
        add_post(person)
        person.job_seeking_cases.create(registered_on=date(2023, 5, 1), willing=True)


def add_post(person):
    held = {"contract_started_on": date(2023, 1, 1), "contract_ended_on": date(2023, 12, 31), "monthly_allowance": 600}
    post = person.public_benefit_posts.create(
        code=person.name, village_id=person.village_id, kind="护林", employer="村委会", **held
    )
    post.attendances.create(month=date(2023, 4, 1), days_due=20, days_attended=20, allowance=600)


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_costs_as_many_queries_as_a_short_one(client, users, town, name):
    client.force_login(users["staff"])
    sent, costs = asked_of(users["staff"], asked(LISTS[name], town.profile.town)), []
    for orders in (range(100, 103), range(103, 130)):
        add_workers(town, orders)
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address(name), sent).streaming
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[0] < 40


def test_a_long_list_is_made_in_the_background_for_who_asked(client, users, town, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    client.force_login(users["staff"])
    sent = asked(LISTS["work-monthly"], town.profile.town, numbers="whole", reason="录入系统")
    assert client.post(address("work-monthly"), asked_of(users["staff"], sent)).status_code == 302
    job = ListExport.objects.get()
    export_list(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows, job.title) == (job.State.DONE, 2, "2023年4月务工月监测：已外出务工信息")
    answer = client.post(reverse("list_export_file", args=[job.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.cell(4, 7).value == town.person.id_number.plain
    assert sheet.cell(6, 2).value == "2条"
    assert "录入系统" in sheet.cell(8, 1).value


def test_who_exchanges_no_ledger_is_led_to_no_list(client, users, town):
    for user, leads in (("staff", ["出表：就业帮扶车间台账"]), ("leader", []), ("clerk", [])):
        client.force_login(users[user])
        assert [label for label, _ in client.get(reverse("workshops:workshop_list")).context["leads"]] == leads
    course = TrainingClass.objects.within(town.profile.town).get()
    client.force_login(users["staff"])
    assert f"{address('trainees')}?subject={course.pk}" in client.get(course.get_absolute_url()).text
    client.force_login(users["leader"])
    assert address("trainees") not in client.get(course.get_absolute_url()).text


def test_the_pages_beside_a_list_lead_to_it(client, users, town):
    client.force_login(users["staff"])
    client.announce(PHONE)
    beside = {route: client.get(reverse(route)).text for layout in LISTS.values() for route in layout.beside}
    assert all(address(name) in beside[route] for name, layout in LISTS.items() for route in layout.beside)


GOOD = 'title = "表"\nabout = "说明"\ngroup = "上报"\nsource = "trainees"\n'
COLUMN = '[[column]]\nheading = "姓名"\nfield = "姓名"\n'
MASKED = '[[column]]\nheading = "证件号码"\nfield = "证件号码"\nmask = "id_number"\n'
AGE = '[[column]]\nheading = "岁"\nfield = "年龄"\n'


@pytest.mark.parametrize(("text", "said"), [
    ("title", "不是有效的 TOML"),
    ('title = "表"', "缺少"),
    (GOOD.replace("trainees", "nothing") + COLUMN, "没有这个来源"),
    (GOOD + 'period = "week"\n' + COLUMN, "period 只能是"),
    (GOOD + 'colour = "red"\n' + COLUMN, "colour 不认识"),
    (GOOD + 'public = "yes"\n' + COLUMN, "public 不认识"),
    (GOOD + COLUMN.replace('field = "姓名"', 'field = "身高"'), "field 没有“身高”"),
    (GOOD + COLUMN + 'mask = "half"\n', "mask 没有“half”"),
    (GOOD + COLUMN + 'days = "week"\n', "days 没有“week”"),
    (GOOD + 'column = ["姓名"]\n', "写法不对"),
    (GOOD + "public = true\n" + MASKED + AGE, "不能有年龄"),
])  # fmt: skip
def test_a_layout_that_asks_for_what_there_is_not_is_refused(text, said):
    with pytest.raises(WrongOfficialList, match=said):
        official_list("made", text)


def test_a_new_list_is_a_file_and_nothing_else(made, town, tmp_path, monkeypatch):
    """Of a public list a number without a mask is hidden whole, and one with a mask is shown as authorities show it."""
    text = GOOD + "public = true\n" + COLUMN + MASKED + MASKED.replace('mask = "id_number"\n', "")
    (tmp_path / "made.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("ledger.official.layout_files.folder", lambda: tmp_path)
    official_lists.cache_clear()
    try:
        lines, _ = made("made", subject=TrainingClass.objects.within(town.profile.town).get().pk)
    finally:
        official_lists.cache_clear()
    number = town.person.id_number.plain
    assert lines[2] == [1, town.person.name, f"{number[:6]}{'*' * 8}{number[-4:]}", "*" * 18]


def test_days_that_are_to_come_and_a_posting_that_ends_before_it_begins_are_refused(client, users, town):
    client.force_login(users["staff"])
    for name, sent, wrong in (
        ("work-monthly", {"period": "2023-06"}, "period"),
        ("work-monthly", {"period": "五月"}, "period"),
        ("fairs", {"period": "2024"}, "period"),
        ("workshops", {"period": "2023-05-21"}, "period"),
        ("transport-public", {"posted_until": "2023-05-19"}, "posted_until"),
        ("transport-public", {"subject": ""}, "subject"),
    ):
        told = asked_of(users["staff"], asked(LISTS[name], town.profile.town) | sent)
        assert list(client.post(address(name), told).context["form"].errors) == [wrong]


def test_what_links_say_stands_in_the_form(client, users, town):
    client.force_login(users["staff"])
    page = client.get(f"{address('work-monthly')}?period=2023-03&division={OWN}").text
    assert 'value="2023-03"' in page
    assert f'value="{OWN}" selected' in page
    assert client.get(address("nothing")).status_code == 404


def test_too_long_for_paper_is_said_at_the_form(client, users, town, monkeypatch):
    monkeypatch.setattr("core.exports.forms.PAPER_ROWS", 0)
    client.force_login(users["staff"])
    sent = asked_of(users["staff"], asked(LISTS["work-monthly"], town.profile.town, form="paper"))
    assert list(client.post(address("work-monthly"), sent).context["form"].errors) == ["form"]
