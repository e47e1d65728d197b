"""How facts about work are put into words, the same in lists and on pages."""

from collections.abc import Sequence

from labor.models import Employment
from labor.people.labels import BETWEEN, joined


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


def alike(one: str, other: str) -> bool:
    """Two names of work share two characters in a row, as 缝纫工 and 缝纫车工 do."""
    return any(one[place : place + 2] in other for place in range(len(one) - 1))


def words_of(text: str) -> list[str]:
    """What stands between commas, blanks and the like."""
    return "".join(character if character.isalnum() else " " for character in text).split()
