import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError

from core.actor import ActorCommand
from core.files.failures import reason
from wutuan import backups


class Command(ActorCommand):
    help = "把一份备份恢复到 DATABASE_URL 指向的数据库和 VAR_DIR；先停止服务"
    replaces_tables = True
    requires_system_checks = []  # some of them ask the database, which may not exist yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="备份的文件夹，backup 打印的那一个")
        parser.add_argument("--force", action="store_true", help="数据库里已有记录或账号也恢复，原有的全部换掉")
        parser.add_argument("--damaged", action="store_true", help="缺少佐证材料也恢复；数据库本身损坏的不恢复")

    def handle(self, *args: Any, backup: Path, force: bool, damaged: bool, **options: Any) -> None:
        try:
            manifest = backups.restore(backup, force=force, damaged=damaged)
        except (backups.NoBackup, backups.BackupRefused) as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"无法写入 {error.filename}：{reason(error)}，数据库未改动") from error
        except (DatabaseError, sqlite3.Error) as error:
            raise CommandError(f"无法恢复，数据库未改动（服务要先停止）：{error}") from error
        self.stdout.write(f"已恢复 {manifest}，备份做于 {manifest.made_at}")
        if manifest.audit:
            self.stdout.write(f"请核验：manage.py audit_verify --anchor {manifest.audit}")
