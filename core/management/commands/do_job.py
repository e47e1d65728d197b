from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from core.actor import ActorCommand


class Command(ActorCommand):
    help = "在本进程里处理一个排队的后台任务；manage.py start 用它另起进程处理中断过的任务"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("model", help="任务的类别，例如 ledger.ImportJob")
        parser.add_argument("key", type=int, help="任务编号")

    def handle(self, *args: Any, model: str, key: int, **options: Any) -> None:
        import_string(apps.get_model(model).task)(key)
