"""The rules as they hold here: those of the file, with what the town has set above them."""

from collections.abc import Mapping
from datetime import date

from doubts.catalogue import DoubtRule, rules
from doubts.models import RuleSetting


def rules_as_set() -> Mapping[str, DoubtRule]:
    """Every rule by its code, in the order of the file; those that nobody has set are the file's."""
    settings = {setting.code: setting for setting in RuleSetting.objects.all()}
    return {code: settings[code].above(rule) if code in settings else rule for code, rule in rules().items()}


def codes_on(on: date) -> list[str]:
    """The codes of the rules that are switched on, on the day `on`."""
    return [code for code, rule in rules_as_set().items() if rule.is_on(on)]
