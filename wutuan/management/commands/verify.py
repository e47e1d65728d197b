from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from wutuan import backups


class Command(BaseCommand):
    help = "核对一份备份：每个文件都在、没有变，数据库里的每份佐证材料都在备份里；不读写正在用的数据库"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="备份的文件夹，backup 打印的那一个")

    def handle(self, *args: Any, backup: Path, **options: Any) -> None:
        try:
            manifest = backups.Manifest.read(backup)
        except backups.NoBackup as fault:
            raise CommandError(str(fault)) from fault
        faults = manifest.faults(backup)
        if faults:
            raise CommandError("备份不完整：\n" + "\n".join(faults))
        self.stdout.write(f"备份完好：{manifest}，做于 {manifest.made_at}")
        if manifest.audit:
            self.stdout.write(f"审计记录末行 {manifest.audit}")
