"""What stands beside the tasks of a division, told apart from those that cost points: an app contributes each kind."""

from collections.abc import Callable
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from core.contributions import Slot


class BesideTasks(NamedTuple):
    """What is found for a user, a division and a day; nothing found, nothing shown."""

    find: Callable[[Any, str, date], Any]
    template: str


#: @contribute(BESIDE, "offers/beside.html")
BESIDE = Slot(FunctionType, BesideTasks)
