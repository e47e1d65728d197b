from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError

from core.actor import ActorCommand
from core.models import Installation
from wutuan import backups


class Command(ActorCommand):
    help = "恢复演练：把一份备份恢复到一个临时的数据库，核对条数和审计记录，然后删掉；不动正在用的数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, nargs="?", help="备份的文件夹；不给就用备份文件夹里最近的一份")

    def handle(self, *args: Any, backup: Path | None, **options: Any) -> None:
        try:
            manifest = backups.rehearse(backup or self._newest())
        except (backups.NoBackup, backups.RehearsalFailed) as fault:
            raise CommandError(str(fault)) from fault
        except DatabaseError as fault:
            raise CommandError(f"建不了临时数据库，数据库账号要有建库的权限（CREATEDB）：{fault}") from fault
        self.stdout.write(f"恢复演练成功：{manifest}，备份做于 {manifest.made_at}")

    def _newest(self) -> Path:
        folder = Installation.current().backup_folder
        found = sorted(path.parent for path in Path(folder).glob("wutuan-*/manifest.json")) if folder else []
        if not found:
            raise CommandError("没有找到备份，请写明备份的文件夹")
        return found[-1]
