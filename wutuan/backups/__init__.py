"""Backups: the database, the documents, and a manifest that says what must be there. See docs/adr/0031.

A backup is a folder of its own, readable by the program's account alone:

    wutuan-20231115-083000-123/
        database.sqlite3        or, from PostgreSQL, database/ with one file a table
        documents/              the attached files, under the names that the database gives them
        manifest.json           written last: a folder without it is no backup
"""

from wutuan.backups.making import make
from wutuan.backups.manifest import Manifest, NoBackup
from wutuan.backups.rehearsing import RehearsalFailed, rehearse
from wutuan.backups.restoring import BackupRefused, restore
from wutuan.backups.thinning import thin

__all__ = ["BackupRefused", "Manifest", "NoBackup", "RehearsalFailed", "make", "rehearse", "restore", "thin"]
