"""The list of a paper round comes back: what was heard is written, what was left empty is still to do."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from time_machine import travel

from core.models import AuditEvent, LifeEvent
from fictional.one_of_everything import NEXT, OWN, PHONE, add_person
from labor.models import Employment, Household, Person, Verification
from ledger import actions as ledger_actions
from ledger.models import ImportJob
from tests.exchanged import sent, words
from tests.ledger.conftest import worked

ADDRESS = reverse("ledger:returned_list")
SHEET = "待核实名单"
SEEN = {"核实日期": date(2023, 5, 18), "核实方式": "入户", "核实人": "石经办"}
SAME = {**SEEN, "核实结果": "无变化"}
GONE = {**SEEN, "核实结果": "无法联系"}
CHANGED = {**SEEN, "核实结果": "已更新"}
NEW_JOB = {"新单位": "东莞玩具厂", "到岗日期": date(2023, 5, 6), "新就业地": "广东省东莞市", "新渠道": "省外务工"}


@pytest.fixture(autouse=True)
def today():
    with travel(datetime(2023, 5, 20, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def people(small_town):
    household = Household.objects.create(code="H9", head_name="吴大", village_id=OWN, kind="out_of_poverty")
    return [small_town.person, *(add_person(OWN, 30 + order, f"吴{order}", household=household) for order in range(3))]


@pytest.fixture
def staff(signed_in, people):
    return signed_in("staff")


def listed(client, village=""):
    answer = client.post(reverse("ledger:open_list"), {"village": village})
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def fill(book, answers):
    """Write into the rows of the named people what is given by header."""
    page = book[SHEET]
    places = {cell.value: cell.column for cell in page[2]}
    for row in range(3, page.max_row + 1):
        for header, value in answers.get(page.cell(row, 1).value, {}).items():
            page.cell(row, places[header]).value = value
    return book


def returned(client, book, **told):
    file = BytesIO()
    book.save(file)
    return client.post(ADDRESS, sent(file=SimpleUploadedFile("名单.xlsx", file.getvalue()), **told))


def taken(page):
    return page.context["taken"]


def filled(client, answers, **told):
    return taken(returned(client, fill(listed(client), answers), **told))


def why(told):
    (refused,) = told.refused
    return refused.why


def jobs(name="石小军"):
    return Employment.objects.filter(person__name=name).order_by("started_on", "pk")


def results():
    return dict(Verification.objects.values_list("person__name", "result"))


def undo(client, event):
    return client.post(reverse("event_undo", args=[event.pk]), sent(reason="录错了"))


def test_answers_are_taken_and_rows_left_empty_are_still_to_do(staff, people):
    page = returned(staff, fill(listed(staff), {"石小军": SAME, "吴0": GONE}))
    told = taken(page)
    assert results() == {"石小军": "unchanged", "吴0": "unreachable"}
    assert {row.verifier for row in Verification.objects.all()} == {"石经办"}
    assert ({person.name for person in told.left}, told.refused, told.odd) == ({"吴1", "吴2"}, [], [])
    assert "没有填、还要核实的 2 人" in words(page)
    event = LifeEvent.objects.get()
    assert (event.title, event.division_code) == ("核实名单：无变化1人、无法联系1人", OWN)
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LIFE_EVENT, details__event=event.pk).exists()


def test_wage_and_phone_are_changed_as_on_the_page_of_one_person(staff, people):
    told = filled(staff, {"石小军": {**CHANGED, "新月收入": 3200, "新电话": 15400000123}}, confirmed="on")
    assert (len(told.written), told.refused) == (1, [])
    job, person = jobs().get(), Person.objects.get(name="石小军")
    assert (job.monthly_wage, job.employer, job.ended_on) == (3200, "白水头车间", None)
    assert person.phone.plain == "15400000123"
    assert results() == {"石小军": "updated"}
    assert job.history.latest().history_user.username == "staff"


def test_another_employer_ends_the_job_before_and_begins_one(staff, people):
    told = filled(staff, {"石小军": {**CHANGED, **NEW_JOB, "新月收入": 5000}}, confirmed="on")
    assert told.refused == []
    old, new = jobs()
    assert (old.ended_on, old.history.latest().history_change_reason) == (date(2023, 5, 5), "更换工作")
    assert (new.employer, new.started_on, new.channel, new.monthly_wage, new.person.name) == (
        "东莞玩具厂", date(2023, 5, 6), "other_province", 5000, "石小军",
    )  # fmt: skip


def test_all_of_it_is_undone_at_once_and_can_be_uploaded_again(staff, people):
    answers = {"石小军": {**CHANGED, **NEW_JOB, "新电话": "15400000123"}, "吴0": SAME}
    book = fill(listed(staff), answers)
    event = taken(returned(staff, book, confirmed="on")).event
    undo(staff, event)
    job = jobs().get()
    assert (job.employer, job.ended_on) == ("白水头车间", None)
    assert Person.objects.get(name="石小军").phone.plain == PHONE
    assert results() == {}
    again = taken(returned(staff, book, confirmed="on"))
    assert (len(again.written), again.refused) == (2, [])
    assert jobs().count() == 2


def as_pasted(book):
    """All cells of the list, as a spreadsheet copies them."""
    return "\n".join("\t".join(str(cell or "") for cell in row) for row in book[SHEET].iter_rows(values_only=True))


def test_the_filled_list_may_be_pasted_with_its_hidden_column(staff, people):
    text = as_pasted(fill(listed(staff), {"石小军": SAME, "吴0": GONE}))
    assert taken(staff.post(ADDRESS, sent(pasted=text))).refused == []
    assert results() == {"石小军": "unchanged", "吴0": "unreachable"}
    staff.announce(*re.findall(r"[0-9]{11,18}", text))  # comes back to whoever pasted it
    half = "\n".join(line.rpartition("\t")[0] for line in text.splitlines())
    assert "没有粘贴全" in words(staff.post(ADDRESS, sent(pasted=half)))


def test_uploaded_twice_it_changes_nothing(staff, people):
    answers = {"石小军": {**CHANGED, **NEW_JOB, "新月收入": 5000, "新电话": "15400000123"}, "吴0": SAME, "吴1": GONE}
    book = fill(listed(staff), answers)
    returned(staff, book, confirmed="on")
    versions = [model.history.count() for model in (Verification, Person, Employment)]
    told = taken(returned(staff, book, confirmed="on"))
    assert (told.known, told.written, told.refused, told.event) == (3, [], [], None)
    assert [model.history.count() for model in (Verification, Person, Employment)] == versions
    assert LifeEvent.objects.count() == 1


def test_wrong_rows_are_told_with_their_reason_and_good_ones_are_taken(staff, people):
    answers = {"石小军": {**CHANGED, "新月收入": "三千"}, "吴0": SAME, "吴1": {**SAME, "核实日期": date(2023, 5, 21)}}
    page = returned(staff, fill(listed(staff), answers))
    told = taken(page)
    assert results() == {"吴0": "unchanged"}
    assert {row.name: row.why.partition("：")[0] for row in told.refused} == {
        "石小军": "新月收入",
        "吴1": "核实日期晚于今天",
    }
    assert f"第 {told.refused[0].number} 行 {told.refused[0].name}：" in words(page)
    assert {person.name for person in told.left} == {"吴2"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"核实人": "石经办"}, "没有填核实日期、核实方式、核实结果"),
        ({**SAME, "新电话": "15400000123"}, "填了新电话，核实结果应是“已更新”"),
        (CHANGED, "没有填和登记不同的"),
        ({**CHANGED, "新月收入": "2800"}, "没有填和登记不同的"),
        ({**CHANGED, "到岗日期": date(2023, 5, 6)}, "填了到岗日期，没有填新单位"),
        ({**CHANGED, "新单位": "东莞玩具厂"}, "开始日期："),
        ({**CHANGED, **NEW_JOB, "到岗日期": date(2023, 5, 19)}, "到岗日期晚于核实日期"),
        ({**CHANGED, **NEW_JOB, "到岗日期": date(2019, 1, 1)}, "结束日期"),
        ({**CHANGED, "新电话": "154****0000"}, "新电话打了码"),
        ({**SAME, "月收入": 3200}, "有变化的填在“新月收入”"),
        ({**SAME, "姓名": "吴0"}, "“姓名”和编号指的人对不上"),
        ({**SAME, "编号": "不知道"}, "不在您管辖的村里"),
        ({**SAME, "编号": None}, "没有编号"),
    ],
)
def test_a_row_is_refused_for(staff, people, said, told):
    assert told in why(filled(staff, {"石小军": said}))
    assert (results(), jobs().get().monthly_wage) == ({}, 2800)


def test_of_several_jobs_it_is_not_guessed_which_is_meant(staff, people):
    job = jobs().get()
    job.pk, job.employer = None, "绥宁竹器厂"
    job.save()
    assert "分不清" in why(filled(staff, {"石小军": {**CHANGED, "新月收入": 3200}}))
    told = filled(staff, {"石小军": {**CHANGED, "新单位": "绥宁竹器厂", "新月收入": 3200}}, confirmed="on")
    assert told.refused == []
    wages = dict(jobs().values_list("employer", "monthly_wage"))
    assert wages == {"白水头车间": 2800, "绥宁竹器厂": 3200}


def test_who_has_no_work_may_have_begun_some(staff, people):
    assert "现在没有登记工作" in why(filled(staff, {"吴0": {**CHANGED, "新月收入": 3200}}))
    filled(staff, {"吴0": {**CHANGED, **NEW_JOB}}, confirmed="on")
    assert jobs("吴0").get().employer == "东莞玩具厂"


def test_what_is_odd_is_asked_before_it_is_taken(staff, people):
    answers = {"石小军": {**CHANGED, "新月收入": 98000}}
    page = returned(staff, fill(listed(staff), answers))
    told = taken(page)
    assert (told.written, [row.name for row in told.odd], results()) == ([], ["石小军"], {})
    assert "再看过了，照样登记" in words(page)
    assert len(filled(staff, answers, confirmed="on").written) == 1
    assert jobs().get().monthly_wage == 98000


def test_a_clerk_brings_the_masked_list_back(signed_in, people):
    clerk = signed_in("clerk")
    book = listed(clerk)
    told = taken(
        returned(clerk, fill(book, {"石小军": {**CHANGED, "新电话": "154****0017", "新月收入": 3000}}), confirmed="on")
    )
    assert (len(told.written), told.refused) == (1, [])
    assert Person.objects.get(name="石小军").phone.plain == PHONE
    assert undo(clerk, told.event).status_code == 302
    assert jobs().get().monthly_wage == 2800


def test_somebody_of_another_village_is_not_found(signed_in, people):
    add_person(NEXT, 40, "杨八", household=Household.objects.create(
        code="H8", head_name="杨大", village_id=NEXT, kind="out_of_poverty"
    ))  # fmt: skip
    book = fill(listed(signed_in("staff")), {"杨八": SAME})
    assert "不在您管辖的村里" in why(taken(returned(signed_in("clerk"), book)))
    assert results() == {}


def test_who_was_verified_otherwise_meanwhile_is_not_still_to_do(staff, people):
    book = fill(listed(staff), {"吴0": SAME})
    Verification.objects.create(person=people[2], verified_on=date(2023, 5, 19), method="phone", result="unchanged")
    assert {person.name for person in taken(returned(staff, book)).left} == {"石小军", "吴2"}


def test_what_is_no_such_list_is_said_beside_the_field(staff, people):
    page = returned(staff, Workbook())
    assert "这不是待核实名单" in words(page)
    book = listed(staff)
    book[SHEET].delete_cols(12)
    assert "删去了列" in words(returned(staff, book))


def test_the_import_of_ledgers_says_where_the_list_goes(staff, people):
    file = BytesIO()
    listed(staff).save(file)
    user = staff.get(ADDRESS).wsgi_request.user
    upload = SimpleUploadedFile("名单.xlsx", file.getvalue())
    job = worked(ledger_actions.upload(user=user, file=upload, mode=ImportJob.Mode.CHECK))
    assert (job.outcome, "交回名单" in job.message) == ("unreadable", True)


def test_rows_without_changes_cost_the_same_queries_however_many(staff, people):
    household = Household.objects.get(code="H9")
    for order in range(40):
        add_person(OWN, 100 + order, f"石{order}", household=household)
    counts = []
    for answers in ({"吴0": SAME, "吴1": SAME}, {f"石{order}": SAME for order in range(30)}):
        book = fill(listed(staff), answers)
        with CaptureQueriesContext(connection) as queries:
            assert len(taken(returned(staff, book)).written) == len(answers)
        counts.append(len(queries))
    assert counts[0] == counts[1]
