from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from core import audit, divisions, schema, workdays
from core.actor import ActorCommand
from core.models import Division, Installation, home_town, new_generation

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(ActorCommand):
    help = "建立或升级数据库，载入行政区划和节假日安排；可以反复运行，已有的不会被改"
    stealth_options = ("undecided",)  # for whoever may load the demo next; run by hand, the database is somebody's own

    def handle(self, *args: Any, undecided: bool = False, **options: Any) -> None:
        try:
            schema.create_if_empty()
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"无法打开数据库：{error}") from error
        try:
            loaded = self._load(undecided)
        except (divisions.BrokenList, workdays.BrokenCalendar) as error:
            raise CommandError(str(error)) from error
        self._summarise(*loaded)

    @transaction.atomic
    def _load(self, undecided: bool) -> tuple[divisions.LoadedDivisions, int]:
        new_generation()  # an upgrade may change records without a trace in their history
        listed = divisions.load(FIXTURES / "divisions")
        if not Division.objects.towns().filter(pk=home_town()).exists():
            raise CommandError(f"行政区划名单中没有乡镇 {home_town()}，请核对 HOME_TOWN")
        special_days = workdays.load(FIXTURES / "holidays")
        if listed.added or listed.renamed or special_days:
            details = {**listed._asdict(), "special_days": special_days}
            audit.record("bootstrap", division=home_town(), details=details)
        if not undecided:
            Installation.decide(is_demo=False)
        return listed, special_days

    def _summarise(self, listed: divisions.LoadedDivisions, special_days: int) -> None:
        self.stdout.write(f"数据库已就绪（{connection.display_name}）")
        self.stdout.write(f"行政区划 {listed.total} 个，新增 {listed.added} 个，改名 {listed.renamed} 个")
        self.stdout.write(f"节假日安排新增或更改 {special_days} 天")
