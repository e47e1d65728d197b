"""Accounts are kept in the browser: by administrators below their division, by staff with the right for clerks."""

from datetime import date, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import keeping
from accounts.models import User
from core.divisions import enclosing_code
from core.models import AuditEvent, Division, Village
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN
from ledger.models import ImportJob
from platforms.models import StaffMember
from platforms.villages.accounts import StaffPost
from tests.exchanged import sent
from tests.policed import PolicedClient

LIST, ADD = reverse("accounts:account_list"), reverse("accounts:account_add")
FAR_TOWN, THIRD_TOWN = "430529103", "430529101"
GIVEN = {
    "token": "7d4b9d4e-6f5e-4d0a-9d6c-0d4a6f6f3a10",
    "name": "曾小军",
    "username": "zengxj",
    "role": "clerk",
    "divisions": [OWN],
}
PASSWORD = "long-enough-4711"


def page(name, user):
    return reverse(f"accounts:account{name}", args=[user.pk])


def account(name, role="clerk", division=OWN, **more):
    user = User.objects.create(username=name, role=role, **more)
    user.divisions.set([division])
    return user


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


@pytest.fixture
def clerk(administrator):
    return User.objects.get(username="clerk")


@pytest.fixture
def keeper(signed_in):
    """Staff who were given the right to keep clerks' accounts."""
    User.objects.filter(username="staff").update(keeps_clerks=True)
    return signed_in("staff")


def stored():
    return {user.username: (user.role, tuple(user.division_codes), user.is_active) for user in User.objects.all()}


def trail():
    return [event.action for event in AuditEvent.objects.order_by("pk")]


# --- a new account ---


def test_a_new_account_comes_with_a_slip_whose_password_opens_nothing_but_setting_ones_own(administrator):
    answer = administrator.post(ADD, GIVEN)
    slip = answer.context["slips"][0]
    assert slip.password in answer.content.decode()
    assert slip.password not in str(AuditEvent.objects.values_list("details", flat=True))
    phone = PolicedClient()
    phone.post(reverse("accounts:login"), {"username": "zengxj", "password": slip.password})
    own = reverse("accounts:password")
    assert phone.get("/")["Location"] == phone.post(reverse("reminders:read_all"))["Location"] == own
    assert phone.get("/people/", headers={"HX-Request": "true"})["HX-Redirect"] == own
    said = {"old_password": slip.password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert phone.post(own, said)["Location"] == reverse("home")
    assert urlsplit(phone.get("/", follow=True).redirect_chain[-1][0]).path == reverse("scoring:inbox")


def test_the_same_form_sent_twice_makes_one_account_and_shows_no_password_again(administrator):
    said = GIVEN
    first = administrator.post(ADD, said).context["slips"][0]
    again = administrator.post(ADD, said, follow=True)
    assert first.password not in again.content.decode()
    assert "密码只显示一次" in again.content.decode()
    assert User.objects.filter(username="zengxj").count() == 1


def test_a_slip_that_was_not_used_in_time_opens_nothing_and_says_what_to_do(administrator, clerk):
    password = administrator.post(page("_reset", clerk)).context["slips"][0].password
    User.objects.filter(pk=clerk.pk).update(initial_until=timezone.now() - timedelta(minutes=1))
    phone = PolicedClient()
    answer = phone.post(reverse("accounts:login"), {"username": "clerk", "password": password})
    assert "已经过期" in answer.content.decode()
    assert phone.get("/")["Location"].startswith(reverse("accounts:login"))
    wrong = phone.post(reverse("accounts:login"), {"username": "clerk", "password": "wrong"})
    assert "已经过期" not in wrong.content.decode()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"username": "CLERK"}, "username", "已有名为"),
        ({"username": "a b"}, "username", "用户名"),
        ({"divisions": [FAR_TOWN]}, "divisions", "不在您的管辖范围内"),
        ({"divisions": []}, "divisions", "至少勾选一个"),
        ({"divisions": ["x"]}, "divisions", "不在您的管辖范围内"),
        ({"role": "emperor"}, "role", "不能给这个角色"),
        ({"name": ""}, "name", "必填"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_nothing_is_written(administrator, said, field, words):
    before = stored(), trail()
    form = administrator.post(ADD, GIVEN | said).context["form"]
    assert words in str(form.errors[field])
    assert (stored(), trail()) == before


# --- staff with the right, and what they try ---


def test_staff_with_the_right_keep_the_clerks_of_their_town_and_see_nobody_else(keeper):
    names = {line[1].text for line in keeper.get(LIST).context["table"].lines}
    assert names == {"clerk", "neighbour"}
    assert keeper.post(ADD, GIVEN).context["slips"]


@pytest.mark.parametrize("role", ["administrator", "staff", "leader"])
def test_staff_cannot_give_a_role_above_clerk(keeper, role):
    clerk = User.objects.get(username="clerk")
    for address in (ADD, page("_change", clerk)):
        assert "不能给这个角色" in str(keeper.post(address, GIVEN | {"role": role}).context["form"].errors["role"])
    assert User.objects.filter(role=role).count() == len([name for name in stored() if stored()[name][0] == role])
    with pytest.raises(ValidationError, match="不能给这个角色"):
        keeping.change(clerk, role=role, by=User.objects.get(username="staff"))


def test_staff_cannot_give_the_right_they_were_given(keeper):
    keeper.post(ADD, GIVEN | {"keeps_clerks": "on"})
    assert not User.objects.get(username="zengxj").keeps_clerks
    with pytest.raises(ValidationError, match="只有系统管理员"):
        keeping.add(
            username="x", name="", role="clerk", divisions=[OWN], password=PASSWORD, keeps_clerks=True,
            by=User.objects.get(username="staff"),
        )  # fmt: skip


@pytest.mark.parametrize("deed", ["", "_change", "_end", "_revive", "_reset", "_unlock", "_sign_out"])
def test_accounts_of_another_town_or_above_are_not_there(keeper, deed):
    strangers = [account("far", division=FAR_TOWN), account("half"), User.objects.get(username="administrator")]
    strangers[1].divisions.add(FAR_TOWN)
    for each in strangers:
        way = keeper.get if not deed else keeper.post
        assert way(page(deed, each), GIVEN).status_code == 404


def test_nobody_changes_their_own_role_or_divisions_or_ends_themselves(administrator):
    own = User.objects.get(username="administrator")
    account("second", "administrator", TOWN)
    administrator.post(page("_change", own), GIVEN | {"name": "银未", "seen": own.version})
    own.refresh_from_db()
    assert (own.first_name, own.role, own.division_codes) == ("银未", "administrator", [TOWN])
    answer = administrator.post(
        page("_end", own), {"token": "7d4b9d4e-6f5e-4d0a-9d6c-0d4a6f6f3a12", "ended_on": "2026-01-01", "reason": "试"}
    )
    assert "由另一位管理员" in answer.content.decode()
    assert User.objects.get(pk=own.pk).is_active


# --- changing, ending, reviving ---


def test_a_changed_role_and_other_divisions_act_at_the_next_request(signed_in, small_town):
    client = signed_in("staff")
    assert client.get(reverse("ledger:exchange")).status_code == 200
    keeping.change(User.objects.get(username="staff"), role="clerk", divisions=[NEXT])
    assert client.get(reverse("ledger:exchange")).status_code == 403
    assert client.get(small_town.person.get_absolute_url()).status_code == 404


def test_reports_and_marked_copies_of_the_old_town_are_not_opened_any_more(signed_in, small_town):
    client, staff = signed_in("staff"), User.objects.get(username="staff")
    job = ImportJob.objects.create(requested_by=staff, division_code=TOWN, file_name="台账.xlsx", size=0)
    ways = [reverse(f"ledger:{name}", args=[job.public_id]) for name in ("import", "marked", "write", "again", "mark")]
    assert client.get(ways[0]).status_code == 200
    keeping.change(staff, divisions=[FAR_TOWN])
    assert {client.get(ways[0]).status_code, *(client.post(way).status_code for way in ways[1:])} == {404}
    assert "台账.xlsx" not in client.get(reverse("ledger:exchange")).content.decode()


def test_of_two_towns_one_is_taken_away_and_what_was_brought_in_for_both_goes_with_it(signed_in, small_town):
    Division.objects.create(pk=THIRD_TOWN, name="茅坪镇", level=Division.Level.TOWN, parent_id=TOWN[:6])
    client, staff = signed_in("staff"), User.objects.get(username="staff")
    keeping.change(staff, divisions=[TOWN, FAR_TOWN])
    client.post(reverse("ledger:exchange"), sent(file=SimpleUploadedFile("台账.xlsx", b"PK\x03\x04"), mode="check"))
    job = ImportJob.objects.get()
    address = reverse("ledger:import", args=[job.public_id])

    def opened(*divisions):
        keeping.change(User.objects.get(pk=staff.pk), divisions=divisions)
        return client.get(address).status_code

    assert len(enclosing_code([TOWN, FAR_TOWN])) == 6
    assert opened(TOWN, FAR_TOWN) == 200
    assert opened(TOWN, THIRD_TOWN) == 404
    assert opened(TOWN) == 404
    assert opened(TOWN, FAR_TOWN, THIRD_TOWN) == 200
    ImportJob.objects.update(division_code=TOWN)  # one that was for the town alone
    assert opened(TOWN, THIRD_TOWN) == 200


def test_a_superuser_who_is_made_a_clerk_is_none_any_more(administrator, clerk):
    User.objects.filter(pk=clerk.pk).update(is_superuser=True, is_staff=True, role="administrator")
    administrator.post(page("_change", clerk), GIVEN | {"seen": 0})
    clerk.refresh_from_db()
    assert (clerk.role, clerk.is_superuser, clerk.has_perm("accounts.manage")) == ("clerk", False, False)


def test_who_saves_after_somebody_else_sees_both_and_nothing_is_lost(administrator, clerk):
    keeping.change(clerk, divisions=[NEXT])
    said = GIVEN | {"seen": 0, "name": "石春梅"}
    answer = administrator.post(page("_change", clerk), said)
    assert "别人改过这个账号" in answer.content.decode()
    assert User.objects.get(pk=clerk.pk).division_codes == [NEXT]
    administrator.post(page("_change", clerk), said | {"seen": answer.context["form"]["seen"].value()})
    assert User.objects.get(pk=clerk.pk).division_codes == [OWN]


def test_an_account_ends_with_a_date_and_a_reason_and_its_session_with_it(administrator, clerk):
    phone = PolicedClient()
    phone.force_login(clerk)
    today = timezone.localdate()
    administrator.post(page("_end", clerk), {"token": GIVEN["token"], "ended_on": today.isoformat(), "reason": "调离"})
    assert phone.get(reverse("accounts:profile")).status_code == 302
    assert "调离" in administrator.get(page("", clerk)).content.decode()
    administrator.post(page("_revive", clerk))
    assert PolicedClient.force_login(phone, clerk) is None
    assert phone.get(reverse("accounts:profile")).status_code == 200
    assert trail()[-2:] == ["user_stopped", "user_resumed"]


def test_an_account_that_ends_later_is_open_until_that_day(administrator, clerk):
    phone = PolicedClient()
    phone.force_login(clerk)
    User.objects.filter(pk=clerk.pk).update(ended_on=timezone.localdate() + timedelta(days=1))
    assert phone.get(reverse("accounts:profile")).status_code == 200
    User.objects.filter(pk=clerk.pk).update(ended_on=timezone.localdate())
    assert phone.get(reverse("accounts:profile")).status_code == 302


@pytest.mark.parametrize("said", [{"ended_on": "", "reason": "x"}, {"ended_on": "2026-01-01", "reason": ""}])
def test_an_end_wants_its_day_and_its_reason(administrator, clerk, said):
    assert administrator.post(page("_end", clerk), GIVEN | said).context["form"].errors
    assert User.objects.get(pk=clerk.pk).is_active


def test_the_trail_says_what_was_and_what_is(administrator, clerk):
    administrator.post(page("_change", clerk), GIVEN | {"role": "staff", "divisions": [TOWN], "seen": 0})
    details = AuditEvent.objects.latest("pk").details
    assert (details["before"]["role"], details["after"]["role"]) == ("clerk", "staff")
    assert (details["before"]["divisions"], details["after"]["divisions"]) == ([OWN], [TOWN])


# --- the last administrator ---


def test_the_last_administrator_of_a_place_stays_one(administrator):
    last = User.objects.get(username="administrator")
    account("elsewhere", "administrator", FAR_TOWN)
    account("with_void_slip", "administrator", TOWN, initial_until=timezone.now() - timedelta(days=1))
    account("leaving", "administrator", TOWN, ended_on=timezone.localdate() + timedelta(days=3))
    for deed in (
        lambda: keeping.end(last, on=timezone.localdate(), reason="试"),
        lambda: keeping.change(last, role="clerk"),
        lambda: keeping.change(last, divisions=[OWN]),
    ):
        with pytest.raises(ValidationError, match="只有这一位系统管理员"):
            deed()
    assert stored()["administrator"] == ("administrator", (TOWN,), True)
    account("county", "administrator", "430529")
    keeping.end(last, on=timezone.localdate(), reason="有县里的")


def test_after_signing_out_everywhere_a_copied_session_opens_nothing(administrator, clerk):
    phone, thief = PolicedClient(), PolicedClient()
    phone.force_login(clerk)
    thief.cookies = phone.cookies
    kept = phone.session.items()
    administrator.post(page("_sign_out", clerk))
    assert phone.get(reverse("accounts:profile")).status_code == 302
    revived = thief.session  # somebody who could write the session back would still have the old number in it
    revived.update(dict(kept))
    revived.save()
    assert thief.get(reverse("accounts:profile")).status_code == 302
    assert trail()[-1] == "sessions_ended"


def test_who_was_ended_meanwhile_ends_nobody(administrator):
    first, second = User.objects.get(username="administrator"), account("second", "administrator", TOWN)
    keeping.end(first, on=timezone.localdate(), reason="先", by=second)
    with pytest.raises(PermissionDenied):
        keeping.end(second, on=timezone.localdate(), reason="后", by=first)


def test_the_command_cannot_take_the_last_administrator_either(administrator):
    with pytest.raises(Exception, match="只有这一位系统管理员"):
        call_command("account", "stop", "administrator", stdout=StringIO())


# --- the list ---


@pytest.fixture
def named(administrator, clerk):
    User.objects.filter(pk=clerk.pk).update(first_name="曾小军")
    clerk.refresh_from_db()
    clerk.save()
    return administrator


def found(client, **asked):
    return {line[1].text for line in client.get(LIST, asked).context["table"].lines}


def test_accounts_are_found_by_name_pinyin_user_name_and_village(named):
    village = Village.objects.get(pk=OWN).name
    for text in ("小军", "zxj", "zengxiao", "zeng xiao", "cler", village):
        assert found(named, q=text) == {"clerk"}
    assert found(named, q="没有这人") == set()


def test_accounts_are_narrowed_by_village_role_state_and_last_sign_in_and_sorted(named, clerk):
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now() - timedelta(days=3))
    assert found(named, division=OWN) == {"clerk"}
    assert found(named, role="clerk") == {"clerk", "neighbour"}
    assert "clerk" not in found(named, since="never")
    assert found(named, since="7") == {"clerk", "administrator"}
    assert found(named, since="older") == found(named, state="left") == set()
    keeping.end(clerk, on=timezone.localdate(), reason="试")
    assert found(named, state="ended") == {"clerk"}
    for column in ("name", "username", "role", "divisions", "last_login"):
        assert named.get(LIST, {"sort": f"-{column}"}).status_code == 200


def test_many_accounts_cost_as_many_queries_as_few(named):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for number in (1, 15):
        for each in range(number):
            account(f"many{number}-{each}")
        with CaptureQueriesContext(connection) as captured:
            named.get(LIST)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_who_left_the_platform_and_still_has_an_account_is_shown(named, clerk, small_town):
    staff = StaffMember.objects.create(
        village=small_town.village, name="曾小军", started_on=date(2022, 1, 1), working_time="full", account=clerk
    )
    assert found(named, state="left") == set()
    staff.ended_on = timezone.localdate() - timedelta(days=1)
    staff.save()
    assert found(named, state="left") == {"clerk"}
    assert "人已离岗，仍有账号" in named.get(page("", clerk)).content.decode()
    assert "仍有账号" in named.get(staff.get_absolute_url()).content.decode()
    keeping.end(clerk, on=timezone.localdate(), reason="离岗")
    assert found(named, state="left") == set()


def test_who_left_in_another_town_is_not_counted(administrator, clerk, small_town):
    yesterday = timezone.localdate() - timedelta(days=1)
    for village, of in ((OWN, clerk), (FAR, account("elsewhere", division=FAR))):
        StaffMember.objects.create(
            village_id=village, name="曾小军", started_on=date(2022, 1, 1), ended_on=yesterday, account=of
        )
    assert administrator.get(LIST).context["left"] == 1


def test_who_works_at_the_platform_is_given_the_account_that_is_made_for_them_in_ones_own_town(administrator):
    own, far = (
        StaffMember.objects.create(village_id=village, name="曾小军", started_on=date(2022, 1, 1))
        for village in (OWN, FAR)
    )
    refused = administrator.post(ADD, {**GIVEN, "post": far.pk})
    assert refused.context["form"].errors.keys() == {"post"}
    administrator.post(ADD, {**GIVEN, "post": own.pk})
    own.refresh_from_db()
    assert own.account.username == "zengxj"
    assert not StaffPost().link(str(far.pk), own.account, User.objects.get(username="administrator"))


def test_an_account_that_one_does_not_keep_stands_on_nobodys_page(keeper):
    staff = StaffMember.objects.create(village_id=OWN, name="曾小军", started_on=date(2022, 1, 1))
    for name, is_kept in (("clerk", True), ("administrator", False)):
        StaffMember.objects.update(account=User.objects.get(username=name))
        assert ("登录账号" in keeper.get(staff.get_absolute_url()).content.decode()) is is_kept
