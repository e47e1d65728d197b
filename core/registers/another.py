"""保存并登记下一个: the form again, with what repeats from one record to the next."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest

from core.records import Record
from core.registers.declaration import Register

#: The button that asks for it.
ANOTHER = "another"


def may_repeat(register: type[Register]) -> bool:
    """Whether records come by the dozen: those of a person do not, the next one is another person's."""
    return not (register.parent and register.parent == register.model.about)


def another(request: HttpRequest, record: Record, names: Iterable[str]) -> str:
    """The address of the same form, which keeps days, choices and what the record belongs to, and nothing typed."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
        value = record.serializable_value(name)
        if _repeats(record, name) and value not in (None, ""):
            asked[name] = str(value)
    return f"{request.path}?{asked.urlencode()}"


def _repeats(record: Record, name: str) -> bool:
    """What names one person or one thing is not the next one's."""
    field: Any = record._meta.get_field(name)
    if field.unique or name == record.about:
        return False
    return bool(field.choices) or isinstance(field, models.DateField | models.ForeignKey) or name == "year"
