"""What the town has: villages, sites, workshops, platforms with their staff, documents, base figures, tasks."""

from datetime import date

from accounts import demo as accounts
from fictional import names, texts
from fictional.places import TOWN, TOWN_NAME
from fictional.story import places
from fictional.story.days import later, working_day
from fictional.story.people import Resident
from fictional.story.town import Town
from ledger.sheets.core import RelocationSiteSheet, VillageSheet
from ledger.sheets.oversight import BaselineSheet, OrganisationDocumentSheet, SupervisionTaskSheet
from ledger.sheets.platforms import PlatformSheet, StaffMemberSheet
from ledger.sheets.training import StaffTrainingSheet
from ledger.sheets.workshops import WorkshopSheet
from oversight.models import Baseline, OrganisationDocument
from platforms.models import StaffMember
from workshops.models import Workshop

Indicator, Document, WorkingTime = Baseline.Indicator, OrganisationDocument.Kind, StaffMember.WorkingTime

#: The plan of 2023 was issued on 14 June; in other years it comes out in January.
ISSUED = {2023: (6, 14)}
LEADER = "龙万海"
#: How much better last year's rate of employment was, in points of a hundred.
BETTER_RATE = 0.006


def villages(town: Town) -> None:
    for village in (*places.VILLAGES, places.NEIGHBOUR):
        required = village is not places.NEIGHBOUR
        town.book.add(VillageSheet, village, platform_required=required)


def sites(town: Town) -> None:
    days = town.days
    for number, site in enumerate(places.SITES):
        town.book.add(
            RelocationSiteSheet,
            site,
            population=site.people,
            opened_on=days.ago(1990 - 60 * number),
            window_opened_on=days.office_ago(site.window) if site.window else None,
        )


def workshops(town: Town) -> None:
    days = town.days
    for workshop in places.WORKSHOPS:
        town.book.add(
            WorkshopSheet,
            workshop,
            kind=Workshop.Kind.HOME if workshop is places.EMBROIDERY else Workshop.Kind.FACTORY,
            certified_on=days.office_ago(workshop.certified),
            stopped_on=days.office_ago(workshop.stopped) if workshop.stopped else None,
            withdrawn_on=days.office_ago(workshop.withdrawn) if workshop.withdrawn else None,
        )


# --- platforms ---


def platforms(town: Town) -> None:
    """All have a platform; the latest one has no account yet."""
    for number, village in enumerate(places.VILLAGES):
        new = village.code == places.NEW_PLATFORM
        built = town.days.office_ago(75 if new else 1200 - 30 * number)
        account = None if new else working_day(later(built, 14 + number))
        town.book.add(PlatformSheet, village=village.code, built_on=built, account_assigned_on=account)
        _staff(town, village, later(built, -10))


def _staff(town: Town, village: places.VillageOf, started: date) -> None:
    days = town.days
    if village.code == places.CHANGE_OF_STAFF:
        _staff_member(town, village, started, days.office_ago(212))
        started = days.office_ago(185)
    leaving = days.ahead(20) if village.code == places.STAFF_LEAVING else None
    _staff_member(town, village, started, leaving)
    if village.share >= 12:
        _staff_member(town, village, days.office_ago(420))


def _staff_member(town: Town, village: places.VillageOf, started: date, ended: date | None = None) -> None:
    random = town.random
    name = names.surname(random, village.surnames) + names.given_name(random, "女", 1985)
    if village.code == places.CLERKS_VILLAGE:
        name = accounts.CLERK.name
    if ended is None or ended > town.days.today:
        town.clerks.setdefault(village.code, []).append(name)
    town.book.add(
        StaffMemberSheet,
        village=village.code,
        name=name,
        started_on=started,
        ended_on=ended,
        working_time=WorkingTime.FULL if village.share >= 9 else WorkingTime.PART,
        phone=town.register.identities.phone(),
    )


def staff_trainings(town: Town) -> None:
    """One early in the year, entered a week later, one in autumn; the latest is not entered yet."""
    days = town.days
    held = [(day, later(day, 8)) for month in (1, 9) for day in days.yearly(month, 18)]
    held.append((days.office_ago(8), None))
    for number, (day, entered) in enumerate(held, start=1):
        town.book.add(
            StaffTrainingSheet,
            code=f"PX{day.year}{number:02}",
            town=TOWN,
            name="村级公共就业服务平台业务培训" if entered else "人社一体化平台操作培训",
            held_on=day,
            participants=town.random.randint(11, 16),
            entered_on=days.known(entered),
        )


# --- documents, base figures, tasks ---


def documents(town: Town) -> None:
    for year in town.days.years:
        issued = town.days.known(working_day(date(year, *ISSUED.get(year, (1, 12)))))
        for kind, name in ((Document.ACTION_PLAN, "专项行动方案"), (Document.WORKING_GROUP, "专项行动工作专班")):
            if issued and issued >= town.days.start:
                town.book.add(
                    OrganisationDocumentSheet,
                    year=year,
                    kind=kind,
                    name=f"{TOWN_NAME}{year}年就业帮扶{name}",
                    town=TOWN,
                    issued_on=issued,
                    number=f"五政发〔{year}〕{8 + (kind == Document.WORKING_GROUP)}号",
                    leader=LEADER,
                )


def base_figures(town: Town) -> None:
    """Last year's figures, a little better than today's, and those of the year before."""
    today = town.days.today
    labor = [person for person in town.people if person.out_of_poverty and person.able(today)]
    workers = [person for person in town.people if _in_operating_workshop(person, today)]
    total, rate = len(labor) - town.scaled(7), sum(p.employed(today) for p in labor) / len(labor) + BETTER_RATE
    figures = {
        Indicator.LABOR: (total, total - town.scaled(11)),
        Indicator.EMPLOYED: (round(total * rate), round((total - town.scaled(11)) * (rate - 0.01))),
        Indicator.WORKSHOP_WORKERS: (len(workers) + 1, len(workers) - 2),
        Indicator.WORKSHOP_LABOR: (sum(p.out_of_poverty for p in workers), sum(p.out_of_poverty for p in workers) - 3),
    }
    for back, place in ((1, 0), (2, 1)):
        for indicator, values in figures.items():
            value = max(0, values[place])
            town.book.add(BaselineSheet, year=today.year - back, indicator=indicator, town=TOWN, value=value)


def _in_operating_workshop(person: Resident, on: date) -> bool:
    return any(job.workshop == places.CLOTHES.code and job.covers(on) for job in person.jobs)


def tasks(town: Town) -> None:
    """One a month, done in time; one missed lately; some due within two weeks."""
    days, random = town.days, town.random
    for number, assigned in enumerate(days.monthly(6)):
        due = working_day(later(assigned, 21))
        done = days.known(working_day(later(due, -random.randint(0, 5))))
        if done:
            _task(town, texts.TASKS[number % len(texts.TASKS)], assigned, due, done)
    _task(town, texts.MISSED_TASK, days.office_ago(27), days.office_ago(6))
    for matter, left in zip(texts.COMING_TASKS, (5, 12), strict=True):
        _task(town, matter, days.office_ago(9), days.ahead(left))


def _task(town: Town, matter: str, assigned: date, due: date, done: date | None = None) -> None:
    number = len(town.book.rows[SupervisionTaskSheet]) + 1
    town.book.add(
        SupervisionTaskSheet,
        code=f"DB{assigned.year}{number:03}",
        town=TOWN,
        source=town.random.choice(texts.TASK_SOURCES),
        matter=matter,
        assigned_on=assigned,
        due_on=due,
        completed_on=done,
        responsible=town.random.choice(("杨专干", "银专干", "石专干")),
    )
