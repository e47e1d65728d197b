"""What happened to one person: work, cases, verifications, checks, services. One function a kind of fact."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from fictional import employers
from fictional.scale.tables import Row
from fictional.scale.town import Shares

YEARS_BACK = 5


@cache
def calendar(year: int) -> tuple[date, ...]:
    """Every day from five years before `year` to two years after, so that a day is a look-up."""
    first = date(year - YEARS_BACK, 1, 1)
    return tuple(first + timedelta(days=number) for number in range((YEARS_BACK + 2) * 366))


class Chronicle:
    """Draws the facts of people. Days are numbers: 0 is 1 January of the scored year, -1 the day before."""

    def __init__(self, year: int, shares: Shares, random: Random) -> None:
        self.shares, self.chance, self.below = shares, random.random, lambda end: int(random.random() * end)
        self.days, self.zero = calendar(year), (date(year, 1, 1) - calendar(year)[0]).days

    def day(self, number: int) -> date:
        return self.days[self.zero + number]

    def between(self, first: int, last: int) -> date:
        return self.days[self.zero + first + int(self.chance() * (last - first + 1))]

    def pick(self, choices: tuple[str, ...]) -> str:
        return choices[int(self.chance() * len(choices))]

    def jobs(self, person: int, workshops: list[int], exports: list[int]) -> Iterator[Row]:
        if self.chance() < self.shares.earlier_job:
            started = -900 + self.below(300)
            yield self._job(person, started, self.day(started + 30 + self.below(100)), None, None)
        if self.chance() < self.shares.employed:
            workshop = workshops[self.below(len(workshops))] if self.chance() < 0.05 else None
            export = exports[self.below(len(exports))] if self.chance() < 0.03 else None
            started = -400 + self.below(700)
            ended = self.day(started + self.below(364 - started)) if self.chance() < 0.08 else None
            yield self._job(person, started, ended, workshop, export)

    def _job(self, person: int, started: int, ended: date | None, workshop: int | None, export: int | None) -> Row:
        channel = "workshop" if workshop else "other_province" if export else self.pick(CHANNELS)
        employer, workplace, post = self.pick(employers.NAMES), self.pick(employers.PLACES), self.pick(employers.POSTS)
        wage = 2000 + 50 * self.below(100)
        return (person, self.day(started), employer, ended, channel, workplace, post, wage, workshop, export)

    def cases(self, person: int) -> Iterator[Row]:
        if self.chance() < self.shares.job_seeking:
            registered, late = -365 + self.below(720), self.chance() > self.shares.in_time
            after = 32 + self.below(30) if late else 3 + self.below(22)
            still_open = registered + after > 364 or (late and self.chance() < 0.3)
            ended = None if still_open else self.day(registered + after)
            reason = self.pick(("employed", "unwilling", "employed")) if ended else ""
            yield person, self.day(registered), self.chance() < self.shares.willing, "企业裁员", ended, reason

    def verifications(self, person: int) -> Iterator[Row]:
        for first, last in ((0, 180), (181, 364)):
            if self.chance() < self.shares.verified:
                result = "unreachable" if self.chance() < 0.002 else self.pick(RESULTS)
                yield person, self.between(first, last), self.pick(METHODS), result, "杨经办"

    def spot_checks(self, person: int) -> Iterator[Row]:
        if self.chance() < self.shares.spot_checked:
            checked, untrue = self.below(340), self.chance() < 0.01
            level = "superior" if self.chance() < 0.2 else "town"
            rectified = self.day(checked + 14) if untrue and self.chance() < 0.8 else None
            result = "untrue" if untrue else "true"
            yield (
                person,
                self.day(checked),
                level,
                self.pick(("visit", "phone")),
                result,
                "单位不符" * untrue,
                rectified,
            )

    def services(self, person: int) -> Iterator[Row]:
        """Three recommendations, one guidance and one offer of training; to some less."""
        kinds = SERVICES if self.chance() < self.shares.served else SERVICES[:2]
        for number, kind in enumerate(kinds):
            day = self.between(60 * number, 60 * number + 59)
            employer, post = (self.pick(employers.NAMES), self.pick(employers.POSTS)) if number < 3 else ("", "")
            yield person, day, kind, employer, post, "电话", "杨经办"

    def helps(self, household: int) -> Iterator[Row]:
        if self.chance() < self.shares.helped:
            yield household, self.between(0, 360), self.pick(MEASURES), "上门推荐岗位"


CHANNELS = ("other_province",) * 5 + ("other_county",) * 2 + ("county",) * 2 + ("flexible", "own_business")
RESULTS = ("unchanged", "unchanged", "updated")
METHODS = ("visit", "phone", "wechat", "office")
SERVICES = ("recommendation", "recommendation", "recommendation", "guidance", "training")
MEASURES = ("job", "public_benefit_post", "training", "subsidy", "other")
