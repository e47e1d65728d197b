"""How facts about people are put into words, the same in lists and on pages."""

from datetime import date

from labor.models import Household

BETWEEN = "，"


def household_words(household: Household | None, on: date) -> str:
    """脱贫户，边缘易致贫户."""
    if household is None:
        return "—"
    # the labels of the code tables themselves: asking a row for its own takes ten times as long
    words = [Household.Kind(household.kind).label]
    if household.is_monitored(on):
        words.append(Household.Monitoring(household.monitoring).label)
    return BETWEEN.join(words)


def joined(*words: str) -> str:
    return BETWEEN.join(word for word in words if word)
