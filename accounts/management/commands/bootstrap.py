from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from accounts.leadership import loading as leadership
from core import audit, divisions, schema, workdays
from core.actor import ActorCommand
from core.models import Division, Installation, new_generation

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(ActorCommand):
    help = "建立或升级数据库，载入行政区划、节假日安排和领导小组名单；可以反复运行，已有的不会被改"
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
    def _load(self, undecided: bool) -> tuple[divisions.LoadedDivisions, int, leadership.Registered | None]:
        new_generation()  # an upgrade may change records without a trace in their history
        listed = divisions.load(FIXTURES / "divisions")
        if not Division.objects.towns().filter(pk=settings.HOME_TOWN).exists():
            raise CommandError(f"行政区划名单中没有乡镇 {settings.HOME_TOWN}，请核对 HOME_TOWN")
        special_days = workdays.load(FIXTURES / "holidays")
        group = leadership.register(FIXTURES / "leadership.toml", town=settings.HOME_TOWN)
        if listed.added or listed.renamed or special_days or (group and any(group)):
            details = {**listed._asdict(), "special_days": special_days}
            audit.record("bootstrap", division=settings.HOME_TOWN, details=details)
        if not undecided:
            Installation.decide(is_demo=False)
        return listed, special_days, group

    def _summarise(
        self, listed: divisions.LoadedDivisions, special_days: int, group: leadership.Registered | None
    ) -> None:
        self.stdout.write(f"数据库已就绪（{connection.display_name}）")
        self.stdout.write(f"行政区划 {listed.total} 个，新增 {listed.added} 个，改名 {listed.renamed} 个")
        if group:
            self.stdout.write(f"领导小组新增岗位 {group.posts} 个、任职 {group.tenures} 人")
        else:
            self.stdout.write(f"没有 {settings.HOME_TOWN} 的领导小组名单，请在系统中登记")
        self.stdout.write(f"节假日安排新增或更改 {special_days} 天")
