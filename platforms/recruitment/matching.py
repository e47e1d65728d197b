"""Which open vacancies suit somebody who looks for work, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property

from core.models import Division
from core.periods import year_back
from labor.employment.labels import alike, words_of
from labor.models import Employment, JobSeekingCase, Person
from platforms.models import Service, Vacancy

BEST = 3
#: A vacancy's page offers so many people.
OFFERED = 6
Area = JobSeekingCase.Area
#: From the nearest: so many digits does a place's code share with the town's.
SHARED_DIGITS = {Area.NEAR: 9, Area.COUNTY: 6, Area.PROVINCE: 2, Area.OUTSIDE: 0}


@dataclass(frozen=True)
class Remark:
    """Something about a vacancy, with the points that it is worth; below 0 it speaks against it."""

    points: int
    words: str


@dataclass(frozen=True)
class Match:
    """A vacancy with what speaks for it and what against. Nothing rules a vacancy out."""

    vacancy: Vacancy
    remarks: list[Remark]

    @property
    def points(self) -> int:
        return sum(remark.points for remark in self.remarks)

    @property
    def reasons(self) -> list[str]:
        return [remark.words for remark in self.remarks if remark.points >= 0]

    @property
    def cautions(self) -> list[str]:
        return [remark.words for remark in self.remarks if remark.points < 0]


@dataclass(frozen=True)
class Seeker:
    """Somebody with a job-seeking case, on a day."""

    case: JobSeekingCase
    on: date

    @cached_property
    def town(self) -> str:
        return self.case.person.village.town_code

    @cached_property
    def past_posts(self) -> list[str]:
        return [job.post for job in self.case.person.employments.all() if job.post]

    def best(self) -> list[Match]:
        """The vacancies of the town that suit best, of those not recommended within the last twelve months."""
        known = self._recommended()
        offered = offered_to(self.case.person, self.on)
        fresh = [vacancy for vacancy in offered if (vacancy.employer, vacancy.title) not in known]
        places = Division.objects.told_by({vacancy.workplace for vacancy in fresh})
        matches = [self.match(vacancy, places[vacancy.workplace]) for vacancy in fresh]
        return sorted(matches, key=lambda match: (-match.points, -match.vacancy.wage_max, match.vacancy.code))[:BEST]

    def match(self, vacancy: Vacancy, place: str | None) -> Match:
        """How `vacancy` suits; `place` is the code of the division that its workplace tells, if it tells one."""
        remarks = (self._work(vacancy), self._place(place), self._wage(vacancy), self._age(vacancy))
        return Match(vacancy, [remark for found in remarks for remark in found])

    def _recommended(self) -> set[tuple[str, str]]:
        given = Service.objects.given_between(year_back(self.on), self.on)
        mine = given.filter(person=self.case.person, kind=Service.Kind.RECOMMENDATION)
        return set(mine.values_list("employer", "post"))

    def _work(self, vacancy: Vacancy) -> Iterator[Remark]:
        if alike(self.case.wished_post, vacancy.title):
            yield Remark(4, "意向岗位符合")
        if post := _first_alike(self.past_posts, vacancy.title):
            yield Remark(3, f"做过{post}")
        if skill := _first_alike(words_of(self.case.skills), vacancy.title):
            yield Remark(2, f"会{skill}")

    def _place(self, place: str | None) -> Iterator[Remark]:
        """Somebody who would work in the province is content with what is nearer."""
        if place is None:
            return
        area = next(area for area, digits in SHARED_DIGITS.items() if place.startswith(self.town[:digits]))
        wished, where = self.case.wished_area, f"在{area.label}"
        if not wished:
            yield Remark(0, where)
        elif area == wished or (wished != Area.OUTSIDE and SHARED_DIGITS[area] > SHARED_DIGITS[Area(wished)]):
            yield Remark(3, where)
        else:
            yield Remark(-2, f"{where}，想去{Area(wished).label}")

    def _wage(self, vacancy: Vacancy) -> Iterator[Remark]:
        wished = self.case.wished_wage
        if wished is None:
            return
        if vacancy.wage_max < wished:
            yield Remark(-2, f"月薪不到期望的{wished:,.0f}元")
        else:
            yield Remark(3 if vacancy.wage_min >= wished else 2, "月薪符合")

    def _age(self, vacancy: Vacancy) -> Iterator[Remark]:
        age = self.case.person.age(self.on)
        if not vacancy.ages:
            return
        fits = vacancy.takes(age)
        yield Remark(2, f"年龄在{vacancy.ages}") if fits else Remark(-4, f"要求{vacancy.ages}，本人{age}岁")


@dataclass(frozen=True)
class Suited:
    """Somebody who looks for work, and how a vacancy suits them."""

    person: Person
    match: Match


def seekers_for(vacancy: Vacancy, user: Any, on: date) -> list[Suited]:
    """Who looks for work in the vacancy's town and has not applied: best match first, then longest wait."""
    cases = JobSeekingCase.objects.visible_to(user).within(vacancy.town_id).open(on).filter(willing=True)
    fresh = cases.filter(~vacancy.candidates.all().exists_for("person", outer="person_id"))
    place = Division.objects.told_by({vacancy.workplace})[vacancy.workplace]
    longest = fresh.order_by("registered_on", "pk")
    found = longest.select_related("person__village").prefetch_related("person__employments")
    suited = [Suited(case.person, Seeker(case, on).match(vacancy, place)) for case in found]
    return sorted(suited, key=lambda each: -each.match.points)[:OFFERED]


def offered_to(person: Person, on: date) -> Any:
    """The vacancies that the person's town offers on the day `on`."""
    vacancies = Vacancy.objects.everywhere("a town's are for the people of all its villages")
    return vacancies.open(on).within(person.village.town_code)


def _first_alike(names: list[str], title: str) -> str:
    return next((name for name in names if alike(name, title)), "")


def known_of(vacancy: Vacancy) -> dict[str, Any]:
    """What a vacancy tells of the job that comes of it; the zone is in the county."""
    known = {
        "employer": vacancy.employer,
        "workplace": vacancy.workplace,
        "post": vacancy.title,
        "monthly_wage": vacancy.wage_min,
    }
    return {**known, "channel": Employment.Channel.COUNTY.value} if vacancy.in_industrial_zone else known
