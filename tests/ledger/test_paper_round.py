"""The list of people still to verify goes out on paper."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from time_machine import travel

from core.models import AuditEvent
from fictional.one_of_everything import NEXT, OWN, PHONE, add_person, identity_number
from labor.models import Household, Verification

ADDRESS = reverse("ledger:open_list")
HEADERS = [
    "姓名", "村", "户主", "单位", "就业地", "月收入", "联系电话", "证件号码",
    "核实日期", "核实方式", "核实结果", "核实人",
    "新单位", "到岗日期", "新就业地", "新渠道", "新月收入", "新电话", "编号",
]  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with travel(datetime(2023, 5, 20, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def people(small_town):
    household = Household.objects.create(code="H9", head_name="吴大", village_id=OWN, kind="out_of_poverty")
    next_door = Household.objects.create(code="H8", head_name="杨大", village_id=NEXT, kind="out_of_poverty")
    return [
        small_town.person,
        *(add_person(OWN, 30 + order, f"吴{order}", household=household) for order in range(3)),
        add_person(NEXT, 40, "杨八", household=next_door),
    ]


def downloaded(client, **sent):
    answer = client.post(ADDRESS, sent)
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def rows(book):
    return list(book["待核实名单"].iter_rows(min_row=2, values_only=True))


def test_the_list_says_who_is_left_with_room_for_the_answers(signed_in, people):
    Verification.objects.create(person=people[1], verified_on=date(2023, 5, 1), method="phone", result="updated")
    header, *listed = rows(downloaded(signed_in("staff"), village=OWN))
    assert list(header) == HEADERS
    assert [row[0] for row in listed] == ["石小军", "吴1", "吴2"]
    first = dict(zip(HEADERS, listed[0], strict=True))
    assert (first["单位"], first["月收入"], first["联系电话"]) == ("白水头车间", "2,800", PHONE)
    assert first["证件号码"] == identity_number(1)
    assert [first[header] for header in HEADERS[8:-1]] == [None] * 10
    assert first["编号"] == str(people[0].public_id)


def test_taking_the_list_out_is_written_down(signed_in, people):
    downloaded(signed_in("staff"), village=OWN)
    event = AuditEvent.objects.get(action="export")
    assert (event.division_code, event.details["rows"], event.details["numbers"]) == (OWN, 4, "完整")


def test_a_clerk_gets_the_own_village_with_masked_numbers(signed_in, people):
    _, *listed = rows(downloaded(signed_in("clerk")))
    assert {row[1] for row in listed} == {"白水头村"}
    assert listed[0][6] == "154****0017"
    assert all(row[7].startswith("430***") for row in listed)
    assert AuditEvent.objects.get(action="export").details["numbers"] == "打码"


def test_somebody_elses_village_is_not_found(signed_in, people):
    assert signed_in("clerk").post(ADDRESS, {"village": NEXT}).status_code == 404
