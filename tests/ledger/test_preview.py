"""A checked file shows what it would do to people, each with its list, and asks before it renames anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from labor.models import Person
from ledger import refusals, retention
from ledger.models import ImportBatch, ImportJob, StoredEffect
from ledger.report import EffectKind
from tests.exchanged import words
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, PEOPLE, PERSON, VILLAGE, person
from tests.ledger.conftest import worked

SECOND = "430599198505050026"
JOBS = ["证件号码", "开始日期", "单位名称", "就业渠道", "就业地"]
JOB = [PERSON, "2023-01-01", "厂", "县内务工", "五团镇"]
NEXT_VILLAGE = "430529104205"
Mode, Outcome = ImportJob.Mode, ImportJob.Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def town(imported):
    """Two villages and two people, of whom one was written by hand since."""
    people = [[*PEOPLE[0], "联系电话"], [*person(), "15400001302"], [*person(SECOND, "龙妹"), "15400001303"]]
    villages = [*OWN_TOWN["村社区"], [NEXT_VILLAGE, "蜡里村", "否"]]
    imported({"村社区": villages, "农户": HOUSEHOLDS, "劳动力": people})
    changed = Person.objects.get(name="龙妹")
    changed.phone = "15400001399"
    changed.save()


def file_with_changes():
    """It renames one, moves the other and takes her out of her household."""
    second = [*person(SECOND, "龙妹", NEXT_VILLAGE, "清空"), "15400001303"]
    people = [[*PEOPLE[0], "联系电话"], [*person(name="石强"), "无"], second]
    return {"劳动力": people, "就业记录": [JOBS, JOB]}


@pytest.fixture
def checked(town, uploaded):
    """The file, looked over and not written."""
    return uploaded(file_with_changes())


def effects(client, job, kind):
    return client.get(reverse("ledger:effects", args=[job.public_id, kind]))


def write(client, job, **fields):
    client.post(reverse("ledger:write", args=[job.public_id]), {"mode": Mode.GOOD_ROWS, **fields})
    return worked(job)


def test_it_says_how_many_values_of_each_kind_would_change(page, checked):
    shown = page.get(checked.get_absolute_url())
    counts = {line.kind: line.count for line in shown.context["effects"]}
    assert counts == {
        EffectKind.NAME_DIFFERS: 1,
        EffectKind.MOVED: 2,
        EffectKind.BY_HAND: 3,
        EffectKind.CLEARED: 1,
        EffectKind.KEPT: 1,
    }
    assert "劳动力·户编号 1" in words(shown)
    assert not ImportBatch.objects.filter(file_name="台账.xlsx").exists()


def test_every_kind_opens_exactly_its_values(page, checked):
    for line in page.get(checked.get_absolute_url()).context["effects"]:
        assert effects(page, checked, line.kind).context["page"].paginator.count == line.count


def test_a_list_tells_who_it_is_and_both_values_with_numbers_masked(page, checked):
    shown = words(effects(page, checked, EffectKind.BY_HAND))
    assert "龙妹 430" in shown
    assert "劳动力 第 3 行" in shown
    for number in (SECOND, "15400001399", "15400001303"):
        assert number not in shown
    moved = words(effects(page, checked, EffectKind.MOVED))
    for told in (f"白水头村（{VILLAGE}）", f"蜡里村（{NEXT_VILLAGE}）", "H1", "清空"):
        assert told in moved


def test_another_name_is_asked_about_with_both(page, checked):
    shown = words(page.get(checked.get_absolute_url()))
    assert "1 人的姓名与登记的完全不同" in shown
    assert "登记的是 试一 ，文件里是 石强" in shown
    assert PERSON not in shown


def test_without_consent_everything_else_is_written(page, checked):
    job = write(page, checked)
    assert job.outcome == Outcome.WRITTEN
    assert set(Person.objects.values_list("name", "village_id")) == {("试一", VILLAGE), ("龙妹", NEXT_VILLAGE)}
    assert set(job.refused_cells.values_list("sheet", "column")) == {("劳动力", "姓名"), ("就业记录", "证件号码")}


def test_with_consent_the_name_is_written_too(page, checked):
    assert write(page, checked, renames="on").refused_count == 0
    assert Person.objects.filter(name="石强", employments__employer="厂").exists()


def test_a_file_written_without_a_look_gives_nobody_another_name(town, uploaded):
    file = {"劳动力": [PEOPLE[0], person(name="石强")]}
    assert uploaded(file, Mode.ALL_OR_NOTHING).outcome == Outcome.REFUSED
    assert uploaded(file, Mode.GOOD_ROWS).refused_count == 1
    assert Person.objects.filter(name="试一").exists()


def test_nothing_is_shown_where_nothing_changes(page, uploaded):
    shown = page.get(uploaded(OWN_TOWN).get_absolute_url())
    assert shown.context["effects"] == []
    assert "改变什么" not in words(shown)


def test_the_lists_are_for_those_who_see_the_import(page, client, checked, neighbour):
    assert effects(page, checked, "odd").status_code == 404
    client.force_login(neighbour)
    assert effects(client, checked, EffectKind.MOVED).status_code == 404
    clerk = User.objects.create_user("clerk", role=User.Role.CLERK)
    client.force_login(clerk)
    assert effects(client, checked, EffectKind.MOVED).status_code == 403


def test_they_are_gone_with_the_file(checked):
    ImportJob.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
    retention.delete_old()
    assert not StoredEffect.objects.exists()


def test_a_flood_of_one_kind_hides_no_other(town, uploaded, monkeypatch):
    monkeypatch.setattr(refusals, "LISTED", 1)
    checked = uploaded(file_with_changes())
    assert set(checked.effects.values_list("kind", flat=True)) == set(checked.report["effects"])
    assert checked.effects.filter(kind=EffectKind.BY_HAND).count() == 1
