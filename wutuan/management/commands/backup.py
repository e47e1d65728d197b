from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError

from core.actor import ActorCommand
from core.files.failures import reason
from wutuan import backups


class Command(ActorCommand):
    help = "备份数据库和佐证材料：在文件夹下新建一个，末行打印它的路径；系统可以开着"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="备份放在哪个文件夹下")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = backups.make(folder)
        except OSError as error:
            raise CommandError(f"无法写入 {folder}：{reason(error)}") from error
        except DatabaseError as error:
            raise CommandError(f"无法读取数据库：{error}") from error
        manifest = backups.Manifest.read(made)
        self.stdout.write(f"已备份 {manifest}")
        lost = list(manifest.faults_of_documents())
        if lost:
            self.stderr.write("\n".join(lost))
        self.stdout.write(str(made))
        if lost:
            raise CommandError(f"备份已完成，但有 {len(lost)} 份佐证材料缺失或损坏，请从以前的备份找回")
