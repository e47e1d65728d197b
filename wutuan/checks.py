"""What production refuses to start with, and anybody where the database is newer: shown by `check --deploy` too."""

import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections

from accounts import demo
from accounts.models import User
from core import schema

#: gunicorn takes it for "cannot start" and does not try again.
REFUSED = 3


@register(Tags.database, deploy=True)
def known_tables(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    try:
        schema.refuse_newer()
    except schema.NewerDatabase as newer:
        return [Error(str(newer), hint=schema.REMEDY, id="wutuan.E005")]
    except DatabaseError:  # not there: the pages say so
        pass
    return []


@register(Tags.security, deploy=True)
def no_debugging(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    if not settings.DEBUG:
        return []
    return [Error("DEBUG 已打开，出错页面会显示内部信息", hint="去掉环境变量 DEBUG", id="wutuan.E001")]


@register(Tags.security, deploy=True)
def own_secret(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    if settings.SECRET_KEY != settings.KNOWN_SECRET_KEY:
        return []
    return [Error("SECRET_KEY 未设置，用的是人人知道的默认值", hint="设为自己的长随机串", id="wutuan.E002")]


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    try:
        found = [account.username for account in demo_accounts()]
    except DatabaseError:  # no tables yet: then there are no accounts
        return []
    if not found:
        return []
    hint = "运行 manage.py remove_demo 删除演示数据，或停用这些账号"
    return [Error(f"数据库里有演示账号：{'、'.join(found)}", hint=hint, id="wutuan.E003")]


def demo_accounts() -> list[demo.DemoAccount]:
    """Those that can sign in. Somebody's own account may bear such a username, with another name and password."""
    users = {user.username: user for user in User.objects.filter(username__in=demo.USERNAMES, is_active=True)}
    there = [(account, users[account.username]) for account in demo.ACCOUNTS if account.username in users]
    return [
        account
        for account, user in there
        if user.first_name == account.name or check_password(demo.PASSWORD, user.password)
    ]


@register(Tags.security, deploy=True)
def guarded_queue(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """Whoever writes into the queue has tasks run in anybody's name."""
    if not settings.REDIS_URL or urlsplit(settings.REDIS_URL).password:
        return []
    hint = "在 redis.conf 里设 requirepass，把口令写进 REDIS_URL：redis://:口令@127.0.0.1:6379/0"
    return [Error("REDIS_URL 里没有口令，本机的任何账号都能往任务队列里写", hint=hint, id="wutuan.E004")]


Refusals = tuple[Callable[[], list[Error]], ...]
ANYWHERE: Refusals = (known_tables,)
REFUSALS: Refusals = (*ANYWHERE, no_debugging, own_secret, no_demo_accounts, guarded_queue)


def enforce() -> None:
    """End a process that is about to serve with one of these; most are for production only."""
    faults = [fault for check in (REFUSALS if settings.PRODUCTION else ANYWHERE) for fault in check()]
    connections.close_all()  # a server forks after this
    for fault in faults:
        print(f"拒绝启动：{fault.msg}。{fault.hint}。", file=sys.stderr)
    if faults:
        sys.exit(REFUSED)
