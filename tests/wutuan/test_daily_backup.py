"""The day's backup goes where somebody said, once a day; old ones make room, and nothing else there is touched."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Generation, Installation, ScheduledDuty
from wutuan import tasks
from wutuan.backups import Manifest
from wutuan.backups.thinning import DAYS, WEEKS, made_at, thin

NOON = datetime(2026, 11, 27, 12)


def backup(folder, day, finished=True):
    """A backup of so many days ago, or what is left of one that was cut off."""
    made = folder / f"wutuan-{NOON - timedelta(days=day):%Y%m%d-%H%M%S}-000"
    (made / "documents").mkdir(parents=True)
    if finished:
        (made / "manifest.json").write_text("{}")
    return made


def days_ago(folder):
    return sorted((NOON - made_at(path)).days for path in folder.glob("wutuan-*"))


def test_a_year_of_daily_backups_becomes_a_week_of_days_and_eight_weeks(tmp_path, db):
    for day in range(365):
        backup(tmp_path, day)
    assert len(thin(tmp_path)) == 365 - DAYS - WEEKS
    kept = days_ago(tmp_path)
    assert kept[:DAYS] == list(range(DAYS))
    gaps = [later - sooner for sooner, later in zip(kept[DAYS:], kept[DAYS + 1 :], strict=False)]
    assert gaps == [gaps[0]] + [7] * (WEEKS - 2)
    assert thin(tmp_path) == []
    assert [line.details for line in AuditEvent.objects.filter(action="backup")] == [{"deleted": 350}]


def test_a_machine_that_was_off_for_a_year_loses_nothing_by_it(tmp_path, db):
    for day in (0, *range(400, 400 + DAYS)):
        backup(tmp_path, day)
    thin(tmp_path)
    assert days_ago(tmp_path) == [0, *range(400, 400 + DAYS)]


def test_several_of_one_day_stay_while_the_day_does(tmp_path, db):
    first, second = backup(tmp_path, 1), backup(tmp_path, 1.2)
    assert first != second
    assert thin(tmp_path) == []


def test_what_is_no_finished_backup_of_ours_is_never_deleted(tmp_path, db):
    for day in range(100):
        backup(tmp_path, day)
    strange = [backup(tmp_path, 300, finished=False), tmp_path / "wutuan-20200101", tmp_path / "photos"]
    for path in strange[1:]:
        path.mkdir()
        (path / "manifest.json").write_text("{}")
    (tmp_path / "wutuan-20200101-000000-000").write_text("a file that is called like one")
    thin(tmp_path)
    assert all(path.is_dir() for path in strange)
    assert (tmp_path / "wutuan-20200101-000000-000").is_file()


def last_made(**ago):
    Generation.objects.update_or_create(pk=1, defaults={"begun_at": timezone.now() - timedelta(days=99)})
    ScheduledDuty.objects.update_or_create(name="backup", defaults={"succeeded_at": timezone.now() - timedelta(**ago)})


def real(folder):
    """Those that hold a database."""
    return [each for each in folder.glob("wutuan-*") if (each / "manifest.json").read_text() != "{}"]


def test_it_is_made_once_in_twenty_hours_where_somebody_said(transactional_db, tmp_path):
    last_made(days=3)
    tasks.back_up()
    Installation.objects.create(pk=1, is_demo=False, backup_folder=str(tmp_path))
    last_made(hours=19)
    tasks.back_up()
    assert list(tmp_path.iterdir()) == []
    last_made(hours=21)
    for day in range(100, 200):
        backup(tmp_path, day)
    tasks.back_up()
    tasks.back_up()
    (made,) = real(tmp_path)
    assert Manifest.read(made).faults(made) == []
    assert len(days_ago(tmp_path)) == DAYS + WEEKS


def test_where_it_fails_old_ones_stay_and_it_is_tried_again(transactional_db, tmp_path, monkeypatch):
    Installation.objects.create(pk=1, is_demo=False, backup_folder=str(tmp_path))
    last_made(days=1)
    for day in range(100, 200):
        backup(tmp_path, day)

    def full(*_):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "write", full)
        with pytest.raises(OSError, match="no space"):
            tasks.back_up()
    assert len(days_ago(tmp_path)) == 100
    tasks.back_up()
    assert len(real(tmp_path)) == 1


def test_pages_say_what_is_kept(signed_in):
    page = signed_in("administrator").get(reverse("setup:backup_folder")).content.decode()
    assert f"最近 {DAYS} 天" in page
    assert f"{WEEKS} 周" in page
    assert f"{WEEKS} 周" in Path("docs/operations.md").read_text(encoding="utf-8")
