"""What the town gives: policies and their payments, help to households, training, organised export, vacancies."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from fictional import employers, texts
from fictional.places import TOWN, TOWN_NAME
from fictional.story import places
from fictional.story.days import later, working_day
from fictional.story.people import Channel, Job, Resident, random_day
from fictional.story.town import Town
from ledger.sheets.labor import LaborExportSheet
from ledger.sheets.oversight import PolicyPaymentSheet, PolicySheet
from ledger.sheets.platforms import HouseholdHelpSheet, VacancySheet
from ledger.sheets.training import EnrolmentSheet, TrainingClassSheet, TrainingQuotaSheet
from training.models import TrainingCategory


class PolicyOf(NamedTuple):
    """A policy of every year, to be fulfilled by a day of it; paid out in the weeks before."""

    number: int
    name: str
    due: tuple[int, int]


POST_ALLOWANCE = PolicyOf(1, "乡村公益性岗位补贴", (12, 20))
TRAVEL = PolicyOf(2, "跨省务工一次性交通补助", (11, 30))
WORKSHOP = PolicyOf(3, "就业帮扶车间稳岗补贴", (10, 31))
STUDENTS = PolicyOf(4, "雨露计划职业教育补助", (5, 31))
LOANS = PolicyOf(5, "脱贫人口小额信贷贴息", (6, 20))
OTHERS = (
    PolicyOf(6, "返乡人员春季求职补贴", (3, 31)),
    PolicyOf(7, "企业吸纳脱贫人口社会保险补贴", (7, 31)),
    PolicyOf(8, "一次性创业补贴", (9, 30)),
    PolicyOf(9, "职业培训补贴及生活费补贴", (11, 15)),
)
POLICIES = (POST_ALLOWANCE, TRAVEL, WORKSHOP, STUDENTS, LOANS, *OTHERS)
#: A policy whose day came less than so many days ago is not fulfilled yet.
LATE = 12


def policies(town: Town) -> None:
    for year in town.days.years:
        for policy in POLICIES:
            due = working_day(date(year, *policy.due))
            done = working_day(later(due, -town.random.randint(3, 20)))
            late = 0 <= (town.days.today - due).days < LATE
            town.book.add(
                PolicySheet,
                code=_code(policy, year),
                town=TOWN,
                name=policy.name,
                year=year,
                due_on=due,
                done_on=None if late else town.days.known(done),
            )


def _code(policy: PolicyOf, year: int) -> str:
    return f"ZC{year}{policy.number:02}"


def _pay(town: Town, policy: PolicyOf, subject: str, due: date, amount: int, paid: date | None) -> None:
    town.book.add(
        PolicyPaymentSheet,
        policy=_code(policy, due.year),
        subject_code=subject,
        due_on=due,
        paid_on=town.days.known(paid),
        amount=amount,
    )


def payments(town: Town) -> None:
    """All paid in time but the latest monthly allowance of two people."""
    days = town.days
    months = days.monthly(10)[-12:]
    for month in months:
        holders = [post for post in town.posts if post.contract_started_on <= month <= post.contract_ended_on]
        for place, post in enumerate(holders):
            unpaid = month is months[-1] and place < 2
            _pay(town, POST_ALLOWANCE, post.person.id_number, month, post.monthly_allowance, None if unpaid else month)
    for due in days.yearly(10, 31):
        _pay(town, WORKSHOP, places.CLOTHES.code, due, 20000, working_day(later(due, -8)))
    students = {p.household.code: p for p in town.people if p.out_of_poverty and "高职" in p.schooling}
    for due in days.yearly(5, 31):
        for student in _sample(town, list(students.values()), 12):
            _pay(town, STUDENTS, student.household.code, due, 1500, working_day(later(due, -8)))
    _travel_and_interest(town)


def _travel_and_interest(town: Town) -> None:
    for due in town.days.yearly(11, 20):
        movers = [p for p in town.people if p.out_of_poverty and _channel_on(p, due) == Channel.OTHER_PROVINCE]
        for person in _sample(town, movers, 90):
            _pay(town, TRAVEL, person.id_number, due, town.random.choice((200, 300, 400)), later(due, -2))
    borrowers = [home for home in town.homes if home.head.out_of_poverty]
    for due in town.days.yearly(6, 15):
        for home in town.random.sample(borrowers, town.scaled(25)):
            _pay(town, LOANS, home.code, due, town.random.choice((435, 870, 1305, 2175)), later(due, -1))


def _channel_on(person: Resident, day: date) -> str:
    job = person.job_on(day)
    return job.channel if job else ""


def _sample(town: Town, people: list[Resident], number: int) -> list[Resident]:
    return town.random.sample(people, min(town.scaled(number), len(people)))


def household_help(town: Town) -> None:
    """Monitored households are helped, mostly more than once, and some others."""
    days, random = town.days, town.random
    for home in town.homes:
        if home.unstable_since and not home.helped:
            last, times = home.unstable_since - timedelta(days=1), 1
        else:
            last, times = days.ago(1), 2 if home.monitoring else random.random() < 0.04
        if home.unstable_since and home.helped:
            _help(town, home.code, "job", random_day(random, home.unstable_since, last))
        for measure in random.sample(list(texts.MEASURES), int(times)):
            _help(town, home.code, measure, random_day(random, min(home.identified_on or days.start, last), last))


def _help(town: Town, household: str, measure: str, day: date) -> None:
    if not town.book.has(HouseholdHelpSheet, household=household, helped_on=day, measure=measure):
        content = town.random.choice(texts.MEASURES[measure])
        town.book.add(HouseholdHelpSheet, household=household, helped_on=day, measure=measure, content=content)


# --- training ---


def training(town: Town) -> None:
    """Quotas of the plan, a class every season, and one that is running now."""
    days = town.days
    for year in days.years:
        for category, people in ((TrainingCategory.LABOR_TRANSFER, 40), (TrainingCategory.ENTREPRENEURSHIP, 10)):
            town.book.add(TrainingQuotaSheet, year=year, town=TOWN, category=category, people=people)
    begun = sorted(day for month in (4, 6, 9, 10) for day in days.yearly(month, 11))
    for number, day in enumerate([*begun, days.office_ago(6)]):
        ended = days.known(later(day, 11)) if day in begun else None
        _class(town, texts.TRADES[number % len(texts.TRADES)], f"BJ{day.year}{number + 1:02}", day, ended)


AWAY = (Channel.OTHER_PROVINCE, Channel.OTHER_COUNTY)


def _class(town: Town, subject: tuple[str, str, str], code: str, started: date, ended: date | None) -> None:
    category, trade, institution = subject
    values = {"category": category, "trade": trade, "institution": institution}
    town.book.add(TrainingClassSheet, code=code, town=TOWN, started_on=started, ended_on=ended, **values)
    able = [person for person in town.people if person.able(started) and person.age(started) >= 18]
    able = [person for person in able if _channel_on(person, started) not in AWAY]
    for number, person in enumerate(town.random.sample(able, min(town.random.randint(11, 16), len(able)))):
        completed = town.random.random() < 0.93 if ended else None
        certificate = f"{code}{number + 1:03}" if completed else ""
        town.book.add(
            EnrolmentSheet,
            training_class=code,
            person=person.id_number,
            completed=completed,
            certificate=certificate,
        )


# --- organised export ---

EXPORTS = (
    ((2, 8), "“春风行动”点对点专车输送", "广东省东莞市", ("441900", "东莞市")),
    ((2, 20), "东西部劳务协作专场输送", "广东省佛山市", ("佛山市", "广州市", "惠州市")),
    ((9, 10), "秋季劳务协作招聘会", "浙江省义乌市", ("义乌市", "温州市", "宁波市")),
)


def exports(town: Town) -> None:
    """Who began to work there within a month after was taken there."""
    for (month, on), name, destination, workplaces in EXPORTS:
        for day in town.days.yearly(month, on):
            code = f"SC{day.year}{month:02}{on:02}"
            taken = list(_taken(town, day, workplaces))[: town.random.randint(9, 14)]
            for _, job in taken:
                job.export = code
            people, poor = len(taken) + town.random.randint(6, 14), sum(p.out_of_poverty for p, _ in taken)
            town.book.add(
                LaborExportSheet,
                code=code,
                town=TOWN,
                name=f"{day.year}年{name}",
                held_on=day,
                origin=TOWN_NAME,
                destination=destination,
                participants=people,
                participants_out_of_poverty=poor + 5,
            )


def _taken(town: Town, day: date, workplaces: tuple[str, ...]) -> Iterator[tuple[Resident, Job]]:
    for person in town.people:
        for job in person.jobs:
            if job.workplace in workplaces and 0 <= (job.started_on - day).days <= 35:
                yield person, job


# --- vacancies ---


def vacancies(town: Town) -> None:
    """Half of them still open, some closing within days; the plan wants those of the industrial zone."""
    days, random = town.days, town.random
    wanted = [*employers.COUNTY, *employers.OTHER_COUNTY, *employers.OTHER_PROVINCE]
    for number in range(1, 33):
        published = days.office_ago(random.randint(2, 55) if number % 2 else random.randint(60, 700))
        closes = days.ahead(random.randint(3, 45)) if number % 2 else later(published, 30)
        employer = wanted[number % len(wanted)] if number % 3 else random.choice(employers.COUNTY)
        town.book.add(
            VacancySheet,
            code=f"ZP{published.year}{number:03}",
            town=TOWN,
            employer=employer.name,
            in_industrial_zone=employer.place == "儒林镇",
            title=random.choice(employer.posts),
            workplace=employer.place,
            headcount=random.choice((2, 3, 5, 8, 10, 20)),
            wage_min=100 * employer.low,
            wage_max=100 * employer.high,
            age_min=18,
            age_max=random.choice((45, 50, 55)),
            published_on=published,
            closes_on=closes,
        )
