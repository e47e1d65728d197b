"""Accounts for several people at once: from the posts they hold, a pasted list or a sheet; and slips for several."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts import keeping
from accounts.models import User
from core.models import AuditEvent, Village
from fictional.one_of_everything import FAR, NEXT, OWN
from platforms.models import StaffMember

BATCH, SLIPS = reverse("accounts:account_batch"), reverse("accounts:account_slips")
TOKEN = "7d4b9d4e-6f5e-4d0a-9d6c-0d4a6f6f3a10"
FAR_TOWN = "430529103"


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


@pytest.fixture
def names(administrator):
    """The names of the clerk's village and of the next one."""
    return dict(Village.objects.values_list("pk", "name"))


def checked(client, people="", **more):
    return client.post(BATCH, {"token": TOKEN, "people": people, **more})


def faults(answer):
    return [row.fault for row in answer.context["rows"]]


def confirm(client, answer, follow=False):
    return client.post(BATCH, {"token": TOKEN, "good": answer.context["lines"]}, follow=follow)


def test_a_list_is_shown_line_by_line_and_nothing_is_made_before_it_is_confirmed(administrator, names):
    before = User.objects.count(), AuditEvent.objects.count()
    answer = checked(administrator, f"村\t姓名\n{names[OWN]} 曾小军\n{NEXT}，石春梅，shichun")
    rows = answer.context["rows"]
    assert [(row.village.pk, row.person.name, row.username, row.fault) for row in rows] == [
        (OWN, "曾小军", "zengxiaojun", ""),
        (NEXT, "石春梅", "shichun", ""),
    ]
    assert (User.objects.count(), AuditEvent.objects.count()) == before


def test_the_good_lines_become_clerks_with_slips_on_one_page_and_a_second_sending_makes_nothing(administrator, names):
    answer = checked(administrator, f"{names[OWN]} 曾小军\n没有的村 甲\n{names[NEXT]} 石春梅")
    made = confirm(administrator, answer)
    slips = made.context["slips"]
    assert [(slip.user.first_name, slip.user.role, slip.user.division_codes) for slip in slips] == [
        ("曾小军", "clerk", [OWN]),
        ("石春梅", "clerk", [NEXT]),
    ]
    assert all(slip.user.initial_until and slip.password in made.content.decode() for slip in slips)
    count = User.objects.count()
    again = confirm(administrator, answer, follow=True).content.decode()
    assert User.objects.count() == count
    assert "密码只显示一次" in again
    assert not any(slip.password in again for slip in slips)


def test_each_wrong_line_says_what_is_wrong_with_it(administrator, names):
    keeping.add(username="zeng", name="曾小军", role="clerk", divisions=[OWN], password="long-enough-4711")
    own, following = names[OWN], names[NEXT]
    lines = (
        f"{own} 曾小军\n没有 甲\n{own}\n{own} 甲\n{own} 甲\n{own} 乙 clerk\n{own} 丙 a+*b\n"
        f"{own} 丁 two\n{following} 戊 TWO\n{FAR_TOWN}201 己"
    )
    told = ["已有账号 zeng", "没有“没有”", "没有写姓名", "", "与第 4 行是同一个人", "已有名为“clerk”", "用户名"]
    told += ["不止一次", "不止一次", f"没有“{FAR_TOWN}201”"]
    found = faults(checked(administrator, lines))
    assert len(found) == len(told)
    for fault, words in zip(found, told, strict=True):
        assert words in fault if words else fault == ""


def test_a_clerk_of_another_town_too_whom_one_does_not_keep_is_not_told_of(administrator, names):
    keeping.add(username="zeng", name="曾小军", role="clerk", divisions=[OWN, FAR], password="long-enough-4711")
    assert faults(checked(administrator, f"{names[OWN]} 曾小军")) == [""]


def test_two_of_one_name_get_two_user_names(administrator, names):
    answer = checked(administrator, f"{names[OWN]} 曾小军\n{names[NEXT]} 曾小军")
    assert [row.username for row in answer.context["rows"]] == ["zengxiaojun", "zengxiaojun2"]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gbk"])
def test_a_sheet_is_read_like_a_pasted_list(administrator, names, kind):
    rows = [["村", "姓名", "用户名"], [names[OWN], "曾小军", "zxj"], [float(NEXT), "石春梅", ""]]
    if kind == "xlsx":
        book, kept = Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(kept)
        content = kept.getvalue()
    else:
        text = "\r\n".join(",".join([str(row[0]).removesuffix(".0"), *row[1:]]) for row in rows)
        content = text.encode("utf-8-sig" if kind == "csv" else "gb18030")
    answer = checked(administrator, file=SimpleUploadedFile("名单.xlsx", content))
    assert [(row.village.pk, row.username) for row in answer.context["rows"]] == [(OWN, "zxj"), (NEXT, "shichunmei")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 damaged", b"\xff\xff\xff", b"\xd0\xcf\x11\xe0 old", b"a\0b,c"])
def test_a_file_that_is_no_sheet_is_said_at_its_field(administrator, content):
    form = checked(administrator, file=SimpleUploadedFile("名单.xlsx", content)).context["form"]
    assert "另存为 .xlsx" in str(form.errors["file"])


def test_an_empty_list_and_one_that_is_too_long_are_refused(administrator, names):
    assert "还没有勾选或填写" in str(checked(administrator).context["form"].errors)
    lines = "\n".join(f"{names[OWN]} 甲{number}" for number in range(101))
    assert "一次最多 100 人" in str(checked(administrator, lines).context["form"].errors)


def test_who_holds_a_post_is_ticked_and_linked_and_the_other_villages_wait_for_a_name(administrator, names, small_town):
    User.objects.filter(role="clerk").update(is_active=False)
    staff = StaffMember.objects.create(
        village=small_town.village, name="曾小军", started_on=date(2022, 1, 1), working_time="full"
    )
    form = administrator.get(BATCH).context["form"]
    assert form.initial["holders"] == [str(staff.pk)]
    assert names[NEXT] in form.initial["people"]
    assert names[staff.village_id] not in form.initial["people"]
    answer = checked(administrator, holders=[str(staff.pk)])
    slip = confirm(administrator, answer).context["slips"][0]
    staff.refresh_from_db()
    assert staff.account == slip.user


def test_a_user_name_that_was_taken_meanwhile_is_refused_and_the_others_are_made(administrator, names):
    answer = checked(administrator, f"{names[OWN]} 曾小军 zeng\n{names[NEXT]} 石春梅")
    keeping.add(username="Zeng", name="别人", role="clerk", divisions=[OWN], password="long-enough-4711")
    made = confirm(administrator, answer)
    assert [slip.user.username for slip in made.context["slips"]] == ["shichunmei"]
    assert "已有名为“zeng”" in made.content.decode()


def test_staff_with_the_right_make_clerks_of_their_own_town_only(signed_in, small_town):
    User.objects.filter(username="staff").update(keeps_clerks=True)
    keeper = signed_in("staff")
    made = keeper.post(BATCH, {"token": TOKEN, "good": f"{OWN}\t曾小军\tzxj\n{FAR_TOWN}201\t甲\tjia"})
    assert [slip.user.username for slip in made.context["slips"]] == ["zxj"]
    assert not User.objects.filter(username="jia").exists()


# --- slips for several ---


def test_several_get_new_slips_on_one_page_and_their_old_passwords_open_nothing(administrator):
    chosen = User.objects.filter(username__in=["clerk", "neighbour"])
    before = set(chosen.values_list("password", flat=True))
    said = {"token": TOKEN, "accounts": [each.pk for each in chosen]}
    slips = administrator.post(SLIPS, said).context["slips"]
    assert {slip.user.username for slip in slips} == {"clerk", "neighbour"}
    after = set(chosen.values_list("password", flat=True))
    assert not before & after
    administrator.post(SLIPS, said)
    assert set(chosen.values_list("password", flat=True)) == after
    assert [event.action for event in AuditEvent.objects.order_by("pk")][-2:] == ["password_reset"] * 2


def test_those_who_have_not_used_their_slip_are_ticked_and_the_filter_of_the_list_narrows(administrator, names):
    slip = confirm(administrator, checked(administrator, f"{names[OWN]} 曾小军")).context["slips"][0]
    ticked = [row["account"].username for row in administrator.get(SLIPS).context["rows"] if row["is_ticked"]]
    assert ticked == [slip.user.username]
    shown = [row["account"].username for row in administrator.get(SLIPS, {"division": NEXT}).context["rows"]]
    assert shown == ["neighbour"]


def test_ones_own_account_an_ended_one_and_anothers_get_no_slip(administrator):
    User.objects.filter(username="neighbour").update(is_active=False)
    stranger = User.objects.create(username="far", role="clerk")
    stranger.divisions.set([FAR_TOWN])
    for name in ("administrator", "neighbour", "far"):
        said = {"token": TOKEN, "accounts": [User.objects.get(username=name).pk]}
        assert administrator.post(SLIPS, said).context["form"].errors["accounts"]
