"""How facts about people are put into words, the same in lists and on pages."""

from collections.abc import Sequence
from datetime import date

from labor.models import Employment, Household

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


def job_words(jobs: Sequence[Employment]) -> str:
    """东莞某厂，东莞市，省外务工; with several jobs, the newest and their number."""
    if not jobs:
        return "未就业"
    job = jobs[0]
    words = BETWEEN.join((job.employer, job.place, Employment.Channel(job.channel).label))
    return f"{words}（共{len(jobs)}份）" if len(jobs) > 1 else words


def conditions_of(job: Employment) -> str:
    """What is known of a job beside its employer."""
    wage = f"月收入 {job.monthly_wage:,.0f} 元" if job.monthly_wage else ""
    return joined(job.get_channel_display(), job.place, job.post, wage)


def joined(*words: str) -> str:
    return BETWEEN.join(word for word in words if word)


def alike(one: str, other: str) -> bool:
    """Two names of work share two characters in a row, as 缝纫工 and 缝纫车工 do."""
    return any(one[place : place + 2] in other for place in range(len(one) - 1))


def words_of(text: str) -> list[str]:
    """What stands between commas, blanks and the like."""
    return "".join(character if character.isalnum() else " " for character in text).split()
