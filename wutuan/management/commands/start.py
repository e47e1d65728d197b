import os
import sys
from argparse import ArgumentParser
from datetime import timedelta
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import demo
from core.actor import ActorCommand
from core.jobs import queue
from core.models import Installation, holds_demo
from setup import opening
from wutuan import checks, demo_rule, embedded, static

#: How another command is typed here: with the interpreter that has what it needs.
PROGRAM = f"{os.path.relpath(sys.executable)} manage.py"


class Command(ActorCommand):
    help = "在本机启动整个系统：网页、后台任务和定时任务在一个进程里，数据库用 SQLite 即可，不需要别的服务"
    requires_system_checks = []  # so that a page is there sooner

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("start 供本机使用；PRODUCTION=1 时请按 docs/operations.md 分别启动网页和后台任务")
        embedded.on_signal(sys.exit)
        try:
            listener = embedded.listen(port)
        except embedded.PortTaken as taken:
            raise CommandError(str(taken)) from taken
        self.prepare()
        embedded.serve(listener, ready=lambda: self.welcome(port), say=self.say)
        self.say("已停止")

    def prepare(self) -> None:
        self.say("正在准备……")
        call_command("bootstrap", undecided=True, stdout=StringIO())
        self.load_demo_where_nothing_is()
        static.collect_if_changed()
        queue.sweep(silence=timedelta(0))  # whoever had them is gone

    def load_demo_where_nothing_is(self) -> None:
        """With DEMO=0 never again; with DEMO=1 whoever can't have it is told why."""
        if settings.DEMO is False:
            Installation.decide(is_demo=False)
        reason = demo_rule.refusal()
        if not reason:
            self.say("数据库是空的，正在载入演示数据……")
            call_command("load_demo", stdout=StringIO())
        elif settings.DEMO and not holds_demo():
            raise CommandError(f"DEMO=1 不能照办：{reason}")

    def welcome(self, port: int) -> None:
        self.say(f"系统已启动：http://{embedded.HOST}:{port}/ （按 Ctrl+C 停止）")
        accounts = checks.demo_accounts()
        for account in accounts:
            self.say(f"  {account.username:<8}{account.role.label} {account.name}")
        if accounts:
            self.say(f"以上演示账号的密码都是 {demo.PASSWORD}")
        if holds_demo():
            self.say(f"里面是演示数据；要正式使用，先运行 {PROGRAM} remove_demo 删除")
        if opening.is_open():
            self.invite()
        connection.close()

    def invite(self) -> None:
        """Who reads this window may set it up; nobody else sees the code."""
        try:
            self.say(f"首次设置：用浏览器打开上面的地址，输入设置码 {opening.print_code()}")
        except opening.CodeNotNeeded:
            self.say("首次设置还没有完成：用系统管理员的账号登录，接着设置")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
