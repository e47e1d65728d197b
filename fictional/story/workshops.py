"""Who works in the workshops, who worked there before they stopped, and who holds a 公益性岗位."""

from datetime import date, timedelta

from fictional import texts
from fictional.places import TOWN_NAME
from fictional.story import places
from fictional.story.people import Capacity, Case, Channel, Job, Resident
from fictional.story.places import WorkshopOf
from fictional.story.town import Post, Town, committee
from fictional.story.work import hire

#: Workers of the workshop in operation: women and men of 脱贫户, others of the town, others from next door.
NOW = (24, 5, 8, 5)
#: Former workers of the ones that stopped, and days within which each found other work.
FORMER = ((places.TEA, 5), (places.EMBROIDERY, 6))
#: What became of those whose workshop stopped lately: found work, looks for work, stays at home.
LATELY = (5, 4, 3)
PUBLIC_BENEFIT = 62


def staff(town: Town) -> None:
    today = town.days.today
    poor_women, poor_men, others, outside = (town.scaled(number) for number in NOW)
    workers = town.cast.take(poor_women, lambda person: _fits(person, today) and person.sex == "女")
    workers += town.cast.take(poor_men, lambda person: _fits(person, today) and person.sex == "男")
    workers += town.cast.take(others, lambda person: _fits(person, today, poor=False))
    for worker in workers:
        _employ(
            town,
            worker,
            places.CLOTHES,
            town.random.choice((town.random.randint(4, 300), town.random.randint(4, 300), 700, 1000, 1300)),
        )
    for _ in range(outside):
        worker = town.register.outsider(joined=town.days.ago(town.random.randint(60, 900)))
        _employ(town, worker, places.CLOTHES, (today - worker.joined_on).days)
    for workshop, number in FORMER:
        for worker in town.cast.take(town.scaled(number), lambda person: _fits(person, today, poor=None)):
            _move_on(town, worker, workshop)
    _stopped_lately(town)


def _fits(person: Resident, today: date, *, poor: bool | None = True) -> bool:
    grown = person.able(today) and 22 <= person.age(today) <= 56
    return grown and (poor is None or person.out_of_poverty == poor)


def _employ(town: Town, person: Resident, workshop: WorkshopOf, since: int, ended: date | None = None) -> None:
    started = town.days.ago(since + town.random.randint(0, 20))
    wage, post = 100 * town.random.randint(19, 33), town.random.choice(workshop.posts)
    job = Job(workshop.firm, Channel.WORKSHOP, TOWN_NAME, post, wage, started, ended, workshop.code)
    person.jobs.append(job)


def _worked_there(town: Town, person: Resident, workshop: WorkshopOf) -> date:
    """Worked in the workshop until it stopped; returns that day."""
    stopped = town.days.office_ago(workshop.stopped or 0)
    since = town.random.randint((workshop.stopped or 0) + 60, workshop.certified - 30)
    _employ(town, person, workshop, since, stopped)
    return stopped


def _move_on(town: Town, person: Resident, workshop: WorkshopOf) -> None:
    stopped = _worked_there(town, person, workshop)
    hire(town, person, stopped + timedelta(days=town.random.randint(2, 12)))


def _stopped_lately(town: Town) -> None:
    """Those with an open case live where somebody else of the household works, or in no relocated one."""
    today = town.days.today
    moved, seeking, resting = (town.scaled(number) for number in LATELY)
    for worker in town.cast.take(moved, lambda person: _fits(person, today, poor=None)):
        _move_on(town, worker, places.BAMBOO)
    for worker in town.cast.take(seeking, lambda person: _fits(person, today) and not person.household.site):
        stopped = _worked_there(town, worker, places.BAMBOO)
        case = Case(stopped + timedelta(days=town.random.randint(2, 5)), True, texts.CLOSED_WORKSHOP)
        case.served = town.random.choice(("some", "most", "none"))
        worker.cases.append(case)
    for worker in town.cast.take(resting, lambda person: _fits(person, today, poor=False)):
        _worked_there(town, worker, places.BAMBOO)


def public_benefit_posts(town: Town) -> None:
    """Mostly older people and such as cannot do heavy work, one of a household."""
    today, households = town.days.today, set()

    def fits(person: Resident) -> bool:
        older = person.age(today) >= 45 or person.capacity == Capacity.WEAK
        if not (older and person.able(today) and person.out_of_poverty) or person.household in households:
            return False
        households.add(person.household)
        return True

    for number, person in enumerate(town.cast.take(town.scaled(PUBLIC_BENEFIT), fits), start=1):
        _appoint(town, person, number)


def _appoint(town: Town, person: Resident, number: int) -> None:
    """A contract of a year: some end within a month, two ended days ago, some were renewed."""
    days, random = town.days, town.random
    left = -random.randint(4, 11) if number <= 2 else random.randint(3, 29) if number <= 9 else random.randint(35, 355)
    ended, allowance = days.ahead(left), random.choice((500, 600, 600, 800, 1000))
    started, kind = ended - timedelta(days=364), random.choice(texts.POST_KINDS)
    renewed = random.random() < 0.4
    first = started - timedelta(days=365) if renewed else started
    if renewed:
        before = started - timedelta(days=1)
        town.posts.append(Post(_code(town, first), person, kind, first, before, allowance))
    town.posts.append(Post(_code(town, started), person, kind, started, ended, allowance))
    job = Job(committee(person.village), Channel.PUBLIC_BENEFIT, TOWN_NAME, kind, allowance, first)
    person.jobs.append(job)


def _code(town: Town, started: date) -> str:
    return f"GG{started.year}{len(town.posts) + 1:03}"
