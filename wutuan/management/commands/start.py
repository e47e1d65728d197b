from argparse import ArgumentParser
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command, get_commands
from django.db import connection

from core import jobs
from core.actor import ActorCommand
from labor.models import Person
from wutuan import embedded, static


class Command(ActorCommand):
    help = "在本机启动整个系统（网页、后台任务和定时任务），用 SQLite 即可，不需要其他服务"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        try:
            listener = embedded.listen(port)
        except embedded.PortTaken as taken:
            raise CommandError(str(taken)) from taken
        self.say("正在准备……")
        self.prepare()
        embedded.serve(listener, ready=lambda: self.welcome(port), say=self.say)
        self.say("已停止")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def prepare(self) -> None:
        call_command("bootstrap", stdout=StringIO())
        if not Person.with_voided.exists() and "load_demo" in get_commands():
            call_command("load_demo", stdout=self.stdout)
        static.collect_if_changed()
        jobs.sweep(silence=timedelta(0))  # whoever had them is gone
        connection.close()

    def welcome(self, port: int) -> None:
        self.say(f"系统已启动：http://{embedded.HOST}:{port}/ （按 Ctrl+C 停止）")
