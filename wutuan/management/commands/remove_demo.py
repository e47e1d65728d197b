from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import FileField

from accounts.models import User
from core import audit
from core.actor import ActorCommand
from core.models import AuditEvent, holds_demo
from labor.models import Person

YES = "删除"


class Command(ActorCommand):
    help = "删除演示数据：数据库里的一切和上传的文件，留下一个建好的空库，可以正式使用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="不再询问")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if not holds_demo():
            raise CommandError("数据库里没有演示数据，什么也没有删除")
        if not yes and input(_question()) != YES:
            raise CommandError("没有确认，什么也没有删除")
        files = _uploaded()
        call_command("flush", interactive=False, verbosity=0)
        ContentType.objects.clear_cache()
        for name in files:
            default_storage.delete(name)
        call_command("bootstrap", stdout=self.stdout)
        audit.record(AuditEvent.Action.DEMO_REMOVED, details={"files": len(files)})
        self.stdout.write("演示数据已删除")


def _question() -> str:
    people, users = Person.with_voided.count(), User.objects.count()
    all_of_it = f"{people} 名劳动力、{users} 个账号，后来登记的也在内"
    return f"将删除数据库里的全部记录（{all_of_it}）和上传的文件，不能撤销。确定请输入“{YES}”："


def _uploaded() -> set[str]:
    """Every file that some row names."""
    fields = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)]
    named = (field.model._base_manager.values_list(field.name, flat=True) for field in fields)
    return set(chain.from_iterable(named)) - {""}
