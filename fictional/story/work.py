"""Jobs: everybody's own history, without gaps that nobody explains and without overlaps."""

from datetime import date, timedelta

from fictional import employers, texts
from fictional.story.people import Capacity, Case, Job, Resident, random_day
from fictional.story.town import Town

#: Of the people who are able: who has no work today, and who of them has been in work within two years.
IDLE = 0.062
WORKED_BEFORE = 0.9
#: How long people were without work between two jobs: days from and to, with their weights.
GAPS = (((1, 4), (10, 27), (30, 150)), (75, 17, 8))
#: How long ago the present job began: days from and to, with their weights.
PRESENT = (((731, 1600), (3, 730)), (45, 55))


def everybody_else(town: Town) -> None:
    """Give a history to all who have no part yet."""
    for person in town.cast.rest():
        if person.left_on:
            _leaver(town, person)
        elif not person.able(town.days.today):
            _not_able(town, person)
        elif town.random.random() < IDLE:
            idle(town, person)
        else:
            _in_work(town, person)


def _channel(town: Town, person: Resident) -> str:
    """Mostly where the person worked before, else as people like this one find work."""
    before = [job.channel for job in person.jobs if job.channel in employers.BY_CHANNEL]
    if before and town.random.random() < 0.75:
        return before[-1]
    weak = person.capacity not in (Capacity.ORDINARY, Capacity.SKILLED)
    kind = "weak" if weak else "young" if person.age(town.days.today) < 45 else "older"
    return town.random.choices(tuple(employers.BY_CHANNEL), employers.SHARES[kind])[0]


def hire(town: Town, person: Resident, started: date, ended: date | None = None) -> None:
    """A job with an employer who has a post for such a person."""
    channel = _channel(town, person)
    fitting = [employer for employer in employers.BY_CHANNEL[channel] if employer.posts_for(person.sex)]
    employer = town.random.choice(fitting)
    wage = 100 * town.random.randint(employer.low, employer.high)
    post = town.random.choice(employer.posts_for(person.sex))
    person.jobs.append(Job(employer.name, channel, employer.place, post, wage, started, ended))


def worked_until(town: Town, person: Resident, ended: date) -> None:
    """A job that is over, and those before it as far as the two years go back."""
    grown = person.born + timedelta(days=16 * 366)
    while ended >= max(grown, town.days.start):
        started = max(ended - timedelta(days=town.random.randint(120, 520)), grown)
        hire(town, person, started, ended)
        ended = started - timedelta(days=town.random.choice((1, 1, 2, 9)))


def _in_work(town: Town, person: Resident) -> None:
    random, days = town.random, town.days
    nearest, furthest = random.choices(*PRESENT)[0]
    grown = person.born + timedelta(days=16 * 366 + random.randint(0, 300))
    started = min(max(days.ago(random.randint(nearest, furthest)), grown), days.ago(1))
    if started > days.start and random.random() < 0.97:
        _change_of_job(town, person, started)
    hire(town, person, started)


def _change_of_job(town: Town, person: Resident, started: date) -> None:
    """The job before; who was without work for some weeks mostly registered as such."""
    first, last = town.random.choices(*GAPS)[0]
    gap = town.random.randint(first, last)
    ended = started - timedelta(days=gap)
    worked_until(town, person, ended)
    if first == 10 and person.jobs and town.random.random() < 0.75:
        registered = ended + timedelta(days=town.random.randint(1, 5))
        case = Case(registered, True, town.random.choice(texts.WILLING_REASONS), started, "employed")
        case.served = town.random.choice(("full", "full", "most", "some"))
        person.cases.append(case)


def idle(town: Town, person: Resident) -> None:
    """Without work, and mostly not looking for any."""
    random, days = town.random, town.days
    since = days.ago(random.randint(45, 900))
    if random.random() < WORKED_BEFORE:
        worked_until(town, person, since)
    if random.random() < 0.6:
        registered = random_day(random, max(since, days.start), days.ago(12))
        person.cases.append(Case(registered, False, random.choice(texts.UNWILLING_REASONS)))


def _not_able(town: Town, person: Resident) -> None:
    """Old people who still work now and then; the others have no job."""
    if person.capacity == Capacity.WEAK and town.random.random() < 0.3:
        hire(town, person, town.days.ago(town.random.randint(100, 900)))


def _leaver(town: Town, person: Resident) -> None:
    left, random = person.left_on, town.random
    if left and person.able(left - timedelta(days=1)) and random.random() < 0.7:
        worked_until(town, person, left - timedelta(days=random.randint(1, 30)))
