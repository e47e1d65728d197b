"""Old backups make room: those of the last days stay, and of the weeks before the newest of each."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from core import audit
from core.models import AuditEvent
from wutuan.backups.manifest import NAME

#: How `make` calls a backup.
MADE_AT = re.compile(r"wutuan-(\d{8}-\d{6})-\d{3}")
#: So many days on which there are backups keep all of them, so many weeks before keep their newest.
DAYS, WEEKS = 7, 8


def thin(folder: Path) -> list[Path]:
    """Delete the backups below `folder` that need not be kept, and return them; what else lies there is not touched.

    Days and weeks without a backup do not count: a machine that was off for a year loses nothing by it.
    """
    gone = spare(backup for backup in folder.iterdir() if MADE_AT.fullmatch(backup.name) and (backup / NAME).is_file())
    for backup in gone:
        (backup / NAME).unlink()  # cut off here, it is no backup any more
        shutil.rmtree(backup)
    if gone:
        audit.record(AuditEvent.Action.BACKUP, details={"deleted": len(gone)})
    return gone


def spare(backups: Iterator[Path]) -> list[Path]:
    """Those of the finished backups that need not be kept, the newest first."""
    days, weeks, found = set(), set(), []
    for backup in sorted(backups, key=lambda each: each.name, reverse=True):
        day = made_at(backup).date()
        if len(days | {day}) <= DAYS:
            days.add(day)
        elif (week := day.isocalendar()[:2]) not in weeks and len(weeks) < WEEKS:
            weeks.add(week)
        else:
            found.append(backup)
    return found


def made_at(backup: Path) -> datetime:
    """When it was made, by the clock of the machine, as its name tells."""
    return datetime.fromisoformat(backup.name[7:22].replace("-", "T"))
