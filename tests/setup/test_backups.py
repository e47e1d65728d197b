"""备份放在哪里: a real backup is made there first, in the set-up and on the page that changes it later."""

import pytest
from django.urls import reverse

from core import divisions
from core.models import AuditEvent, Installation
from setup import opening
from tests.setup.conftest import ADMINISTRATOR, LISTED, TOWN, text
from wutuan.backups import Manifest


@pytest.fixture
def installation(opened, transactional_db, client, post):
    """An installation on a database that is in no transaction; the client is its administrator."""
    divisions.bring_in(LISTED)
    post("code", code=opening.print_code())
    post("town", town=TOWN, seen="")
    post("administrator", **ADMINISTRATOR)
    return Installation.objects


def test_a_backup_is_made_at_once_and_only_then_the_folder_is_kept(installation, post, client, tmp_path):
    first, second, file = tmp_path / "first", tmp_path / "second", tmp_path / "file"
    file.write_text("no folder")
    assert "无法写入" in text(post("backups", folder=str(file / "below")))
    assert installation.get().backup_folder == ""
    assert post("backups", folder=str(first)).status_code == 302
    assert installation.get().backup_folder == str(first)
    post("finish")
    later = reverse("setup:backup_folder")
    assert str(first) in text(client.get(later))
    assert "无法写入" in text(client.post(later, {"folder": str(file)}))
    assert installation.get().backup_folder == str(first)
    client.post(later, {"folder": str(second)})
    assert installation.get().backup_folder == str(second)
    for folder in (first, second):
        (made,) = folder.iterdir()
        assert Manifest.read(made).faults(made) == []
    kept = AuditEvent.objects.filter(action="settings_changed", details__has_key="backup_folder")
    assert [line.details["backup_folder"] for line in kept.order_by("pk")] == [str(first), str(second)]
