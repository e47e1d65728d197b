"""load_demo fills an empty database once, says what it did, and keeps away from production."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import LeadershipPost, User
from core.models import AuditEvent, Village, holds_demo
from labor.models import Employment, JobSeekingCase, Person, PostAttendance
from ledger.importing import import_ledger
from ledger.models import ImportBatch
from platforms.models import Candidate, RecruitmentTask
from platforms.recruitment.matching import Seeker
from training.models import Attendance, Enrolment, ReturnedBusiness, TrainingWish

TOWN = "430529104"


def load(*options):
    printed = StringIO()
    call_command("load_demo", "--people=300", *options, stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module")
def loaded(module_db):
    """What the command printed, with the database as it left it, for tests that only read."""
    return load()


def test_it_sets_up_the_installation_fills_it_and_prints_the_accounts(loaded):
    assert LeadershipPost.objects.filter(town=TOWN).count() == 9
    assert Village.objects.within(TOWN).count() == 11
    assert f"{Person.objects.count()} 人，28 张表" in loaded
    for line in ("clerk   村级平台经办员", "staff   镇级经办人员", "leader  领导小组成员", "admin   系统管理员"):
        assert line in loaded
    assert "密码都是 wutuan-demo" in loaded


def test_the_accounts_have_the_roles_and_divisions_that_are_printed(loaded):
    users = {user.username: user for user in User.objects.all()}
    assert {name: (user.role, user.division_codes) for name, user in users.items()} == {
        "clerk": ("clerk", ["430529104204"]),
        "staff": ("staff", [TOWN]),
        "leader": ("leader", [TOWN]),
        "admin": ("administrator", [TOWN]),
        "auditor": ("auditor", [TOWN]),
    }
    assert [name for name, user in users.items() if user.is_superuser or user.is_staff] == []


def test_the_accounts_sign_in_with_the_printed_password(loaded, rf):
    assert all(authenticate(rf.get("/"), username=user.username, password="wutuan-demo") for user in User.objects.all())


def test_open_cases_have_wishes_and_are_offered_vacancies_for_a_reason(loaded):
    today = timezone.localdate()
    cases = JobSeekingCase.objects.open(today).filter(willing=True)
    assert cases
    for case in cases:
        matches = Seeker(case, today).best()
        assert case.wished_area
        assert matches
        assert all(match.reasons for match in matches[:1])


def test_it_is_an_import_like_any_other(loaded):
    assert ImportBatch.objects.get().file_name == "演示台账.xlsx"
    assert AuditEvent.objects.filter(action=AuditEvent.Action.IMPORT).count() == 1
    assert Person.history.count() == Person.objects.count()


def test_the_workbook_that_it_saves_is_what_it_loaded(db, tmp_path):
    load("--today=2024-02-29", f"--workbook={tmp_path / 'demo.xlsx'}")
    report = import_ledger(tmp_path / "demo.xlsx")
    assert not report.errors
    assert all(counts.unchanged == counts.rows for counts in report.sheets.values())


def test_a_database_with_an_account_is_left_alone(db):
    User.objects.create_user("admin", password="own-password-1")
    with pytest.raises(CommandError, match="1 个账号"):
        load()
    assert User.objects.count() == 1


def test_a_database_with_people_is_left_alone(small_town):
    Person.objects.all().update(voided_at="2024-01-01T00:00Z")
    with pytest.raises(CommandError, match=r"已有 \d+ 名劳动力"):
        load()
    assert not ImportBatch.objects.exists()


def test_cut_off_it_leaves_nothing_behind(db, monkeypatch):
    monkeypatch.setattr("wutuan.management.commands.load_demo.wish", cut_off)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert (Person.objects.count(), User.objects.count(), holds_demo()) == (0, 0, False)


def cut_off(today):
    raise KeyboardInterrupt


def test_production_never_gets_it(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境"):
        load()
    assert not User.objects.exists()


def test_another_town_does_not_get_it(db, settings):
    settings.HOME_TOWN = "430529100"
    with pytest.raises(CommandError, match="430529100"):
        load()


@pytest.mark.parametrize(
    "option", ["--today=2024-02-30", "--today=0001-01-01", "--people=7", "--workbook=/no/such/x.xlsx"]
)
def test_a_wrong_option_is_said_in_chinese_and_nothing_is_loaded(db, option):
    with pytest.raises(CommandError, match=r"日期|年份|人数|无法写入"):
        call_command("load_demo", option, stdout=StringIO())
    assert not Person.objects.exists()


def test_the_zone_has_recruited_some_and_others_are_on_the_way(loaded):
    today = timezone.localdate()
    assert Candidate.objects.open().exists()
    task = RecruitmentTask.objects.filter(town=TOWN, year=today.year).with_progress(today).get()
    assert task.started == Candidate.objects.started_in(today.year, today).within(TOWN).people()
    assert Candidate.objects.exclude(started_on=None).exists()


def test_training_has_left_something_behind(loaded):
    today = timezone.localdate()
    assert TrainingWish.objects.open(today).exists()
    assert Attendance.objects.filter(attended_on__lte=today).exists()
    assert Enrolment.objects.exclude(subsidy_applied_on=None).filter(completed=True).exists()
    assert ReturnedBusiness.objects.running(today).exists()


def test_posts_were_attended_and_some_days_missed(loaded):
    rows = PostAttendance.objects.filter(month__lt=timezone.localdate())
    assert {row.days_attended < row.days_due for row in rows} == {True, False}


def test_the_industry_of_most_jobs_is_known_and_was_from_the_beginning(loaded):
    assert Employment.objects.exclude(industry="").count() > 10 * Employment.objects.filter(industry="").count()
    assert dict(Employment.history.values_list("id", "industry")) == dict(
        Employment.objects.values_list("id", "industry")
    )
