"""manage.py rubric_doc [--check]: write docs/rubric-YEAR.md from each year's rubric, or say which is stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.catalogue import rubric_of, rubric_years
from scoring.handbook import handbook
from scoring.parsing import InvalidRubric


class Command(BaseCommand):
    help = "由 fixtures/rubric/ 生成 docs/rubric-年度.md；--check 只检查是否过期。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="过期时退出状态为1，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        for year in rubric_years():
            path = Path(settings.BASE_DIR) / "docs" / f"rubric-{year}.md"
            try:
                text = handbook(rubric_of(year))
            except InvalidRubric as invalid:
                raise CommandError(str(invalid)) from invalid
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{path.name} 已过期，请运行 .venv/bin/python manage.py rubric_doc")
