"""The rules as they hold here: those of the file, with what the town has set above them."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from django.db import connection

from core.compiled import CompiledQuery
from doubts.catalogue import DoubtRule, rules
from doubts.models import RuleSetting
from doubts.noticed import noticed

#: The columns of a setting that stand above the file.
SET = ("code", "enabled", "since", "until", "parameters")


def rules_as_set() -> Mapping[str, DoubtRule]:
    """Every rule by its code, in the order of the file; those that nobody has set are the file's."""
    return _as_set(rules())


def all_as_set() -> Mapping[str, DoubtRule]:
    """The same with what forms ask beyond these rules: everything that the page lists."""
    return _as_set(rules() | noticed())


def are_off(on: date) -> Collection[str]:
    """The codes of what forms ask beyond the rules that is switched off on the day `on`."""
    return {code for code, rule in _as_set(noticed()).items() if not rule.is_on(on)}


def _as_set(written: Mapping[str, DoubtRule]) -> Mapping[str, DoubtRule]:
    stored = (RuleSetting.from_db(connection.alias, SET, row) for row in _settings(connection.vendor).rows())
    settings = {setting.code: setting for setting in stored}
    return {code: settings[code].above(rule) if code in settings else rule for code, rule in written.items()}


@lru_cache
def _settings(_vendor: str) -> CompiledQuery:
    """What is set, in the SQL of a kind of database; every record that is entered asks it."""
    return CompiledQuery.of(RuleSetting.objects.values_list(*SET))


def codes_on(on: date) -> list[str]:
    """The codes of the rules that are switched on, on the day `on`."""
    return [code for code, rule in all_as_set().items() if rule.is_on(on)]
