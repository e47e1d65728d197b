"""How apps below the score name what it counts: a rule by its name. Its code stands in the year's rubric only.

The score says at start what the rubric of a day calls its rules (`answered_by`); without it no rule has a code.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

#: The names of the rules by the codes of the sub-items that they score on a day.
Rules = Callable[[date], Mapping[str, str]]
_rules: list[Rules] = []


def answered_by(rules: Rules) -> None:
    """Ask `rules` from now on."""
    _rules[:] = [rules]


def rules_on(day: date) -> Mapping[str, str]:
    """The names of the rules by code, in the rubric that scores `day`."""
    return {code: name for rules in _rules for code, name in rules(day).items()}


def codes_of(rules: Iterable[str], on: date) -> list[str]:
    """The codes of the sub-items that these rules score in the rubric of the day `on`, in order."""
    wanted = set(rules)
    return sorted(code for code, name in rules_on(on).items() if name in wanted)


def codes_now(code: str, then: date, now: date) -> list[str]:
    """What the rubric of the day `now` calls the sub-item that was `code` on the day `then`; none if it is dropped."""
    return codes_of({rules_on(then)[code]}, now) if code in rules_on(then) else []
