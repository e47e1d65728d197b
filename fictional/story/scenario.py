"""The scenario: who loses the town points today, and who soon will.

What stands here is counted in days ago, so that it holds on whatever day the town is loaded.
"""

from datetime import timedelta

from fictional import texts
from fictional.story.people import Capacity, Case, Home, Job, Resident
from fictional.story.places import CLERKS_VILLAGE
from fictional.story.town import Town
from fictional.story.work import hire, worked_until

#: Cases open past their month: days ago, how much of 3·1·1 was done, and whether in the clerk's own village.
#: The one not served in full costs the whole of 6.2.
OVERDUE = ((62, "full", False), (45, "full", False), (38, "most", True))
#: Cases that closed too late: days ago of registration and of the new job, and of what was missing of 3·1·1.
CLOSED_LATE = ((78, 32, None), (196, 152, 41))
#: Cases with days left, likewise.
OPEN = (
    *((24, "most", False), (23, "full", True), (20, "some", False), (17, "most", False)),
    *((12, "some", True), (8, "none", False), (5, "some", False), (2, "none", False)),
)
#: Relocated households in which nobody has work and somebody looks for it.
WITHOUT_WORK = (23, 14, 6)
#: Monitored households whose work was found unstable: days ago, and whether they were helped since.
UNSTABLE = ((34, False), (19, False), (150, True), (96, True), (61, True), (27, True))


def cases(town: Town) -> None:
    """Overdue, open, and closed too late."""
    for since, served, clerks_own in (*OVERDUE, *OPEN):
        for person in _seeker(town, clerks_own=clerks_own):
            _register(town, person, since, served)
    for since, hired, completed in CLOSED_LATE:
        for person in _seeker(town):
            _register(town, person, since, "most" if completed else "full")
            started, case = town.days.ago(hired), person.cases[0]
            hire(town, person, started)
            case.ended_on, case.end_reason = started, "employed"
            case.completed = town.days.ago(completed) if completed else None


def _seeker(town: Town, *, clerks_own: bool = False) -> list[Resident]:
    """Somebody who may be without work without anybody wondering; nobody in a very small town."""
    today = town.days.today

    def fits(person: Resident) -> bool:
        there = person.village == CLERKS_VILLAGE or not clerks_own
        able = person.able(today) and 20 <= person.age(today) <= 57 and person.capacity == Capacity.ORDINARY
        return there and able and person.out_of_poverty and not person.household.site

    return town.cast.take(1, fits)


def _register(town: Town, person: Resident, since: int, served: str) -> None:
    registered = town.days.office_ago(since)
    worked_until(town, person, registered - timedelta(days=town.random.randint(3, 9)))
    case = Case(registered, True, town.random.choice(texts.WILLING_REASONS))
    case.served = served
    person.cases.append(case)


def relocated_households(town: Town) -> None:
    """Nobody of these households has work."""
    homes = [home for home in town.homes if home.site and _suits(town, home)]
    for home, since in zip(_drawn(town, homes), WITHOUT_WORK, strict=False):
        members = home.able_members(town.days.today)
        town.cast.remove(members)
        _register(town, members[0], since, "some")
        for member in members[1:]:
            worked_until(town, member, town.days.ago(town.random.randint(200, 600)))
            member.cases.append(Case(town.days.office_ago(since + 20), False, texts.UNWILLING_REASONS[0]))


def _drawn(town: Town, homes: list[Home]) -> list[Home]:
    """In any order, one of the clerk's own village first."""
    town.random.shuffle(homes)
    own = [home for home in homes if home.village == CLERKS_VILLAGE][:1]
    return own + [home for home in homes if home not in own]


def _suits(town: Town, home: Home) -> bool:
    able = home.able_members(town.days.today)
    return len(able) in (1, 2) and town.cast.has(able) and not any(member.left_on for member in home.members)


def unstable_households(town: Town) -> None:
    """Mark monitored households as unstable, some of them without help since."""
    today = town.days.today
    homes = [home for home in town.homes if home.monitored(today)]
    for home, (since, helped) in zip(_drawn(town, homes), UNSTABLE, strict=False):
        home.unstable_since, home.helped = town.days.office_ago(since), helped
        home.identified_on = min(home.identified_on or home.unstable_since, home.unstable_since)


def contradictions(town: Town) -> None:
    """What a check of data quality should find: two jobs at once, odd pay, a telephone of two households."""
    today, random = town.days.today, town.random
    at_work = [person for person in town.people if person.phone and person.able(today) and person.employed(today)]
    twice, late, low, high, *_ = chosen = random.sample(at_work, 10)
    for person in (twice, late):
        present = person.job_on(today)
        second = Job("城步长兴建材厂", "county", "儒林镇", "普工", 3000, present.started_on + timedelta(days=1))
        second.started_on = min(second.started_on, today)
        person.jobs.append(second)
    low.job_on(today).monthly_wage, high.job_on(today).monthly_wage = 150, 45000
    for person in chosen[4:6]:
        person.phone = chosen[6].phone
    chosen[7].phone = ""
    for person in [person for person in town.people if person.capacity == Capacity.LOST][:2]:
        hire(town, person, town.days.ago(random.randint(40, 300)))
    for person in {post.person.id_number: post.person for post in town.posts[-3:]}.values():
        started = town.days.ago(random.randint(20, 60))
        person.jobs.append(Job("佛山市兴陶建材有限公司", "other_province", "佛山市", "包装工", 5600, started))
