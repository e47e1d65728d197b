"""What lists call workshops, classes, exports and sites: by number, or by name."""

from collections import defaultdict
from typing import Any

from django.db import models

from core.models import RelocationSite
from labor.models import LaborExport
from ledger.columns import natural_key
from ledger.reach import Reach
from ledger.rosters.words import squeezed
from training.models import TrainingClass
from workshops.models import Workshop

#: By which field a row is called, beside its number.
NAMED: dict[type[models.Model], str] = {
    Workshop: "name", TrainingClass: "trade", LaborExport: "name", RelocationSite: "name",
}  # fmt: skip


class References:
    """The numbers and names of the rows within `reach`, loaded once a kind."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._loaded: dict[type[models.Model], tuple[set[str], dict[str, list[str]]]] = {}

    def numbers_of(self, model: type[models.Model], text: str) -> list[str]:
        """The number itself where there is such a row; else those of the rows that are called so."""
        codes, by_name = self._rows(model)
        return [text] if text in codes else by_name.get(squeezed(text), [])

    def _rows(self, model: Any) -> tuple[set[str], dict[str, list[str]]]:
        if model not in self._loaded:
            by_name: dict[str, list[str]] = defaultdict(list)
            rows = list(self._reach.held(model).order_by("pk").values_list(natural_key(model), NAMED[model]))
            for code, name in rows:
                by_name[squeezed(name)].append(code)
            self._loaded[model] = {code for code, _ in rows}, by_name
        return self._loaded[model]
