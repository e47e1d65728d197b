"""What the town and its superiors looked at: verifications, spot checks, workshops, the business of platforms."""

from datetime import date, timedelta

from core.periods import Term
from fictional import texts
from fictional.story import places
from fictional.story.days import later, working_day
from fictional.story.people import Channel, Resident
from fictional.story.town import Town
from labor.models import SpotCheck, Verification
from ledger.sheets.labor import SpotCheckSheet, VerificationSheet
from ledger.sheets.platforms import BusinessCheckSheet
from ledger.sheets.workshops import InspectionSheet
from platforms.models import BusinessCheck
from workshops.models import Inspection

Method, Reached = Verification.Method, Verification.Result
Level, Found, By = SpotCheck.Level, SpotCheck.Result, SpotCheck.Method
Item, Checker = BusinessCheck.Item, BusinessCheck.Level

#: People whom nobody verified in a term: of this year, of last year. Some of them could not be reached.
FORGOTTEN = (8, 5)
#: The later in the term, the faster it goes.
PACE = 0.8


# --- half-yearly verification ---


def verifications(town: Town) -> None:
    for term in town.days.terms:
        last = min(term.end, town.days.today)
        people = [person for person in town.people if person.to_verify(last)]
        number = FORGOTTEN[term.year != town.days.year]
        forgotten = set(town.random.sample(people, min(number, len(people))))
        for person in people:
            _verify(town, person, term, forgotten=person in forgotten)


def _verify(town: Town, person: Resident, term: Term, *, forgotten: bool) -> None:
    length = (term.end - term.start).days
    day = term.start + timedelta(days=4 + int((length - 6) * town.random.random() ** PACE))
    result = town.random.choices((Reached.UNCHANGED, Reached.UPDATED), (3, 1))[0]
    if forgotten:
        if town.random.random() < 0.6:
            return
        result = Reached.UNREACHABLE
    if day <= town.days.today:
        job = person.job_on(day)
        near = job is None or job.channel not in (Channel.OTHER_PROVINCE, Channel.OTHER_COUNTY)
        methods = (Method.VISIT, Method.VISIT, Method.OFFICE) if near else (Method.PHONE, Method.PHONE, Method.WECHAT)
        town.book.add(
            VerificationSheet,
            person=person.id_number,
            verified_on=day,
            method=Method.PHONE if result == Reached.UNREACHABLE else town.random.choice(methods),
            result=result,
            verifier=town.clerk(person.village),
        )


# --- spot checks ---


def spot_checks(town: Town) -> None:
    """The town looks at some people every month, the county every quarter; what they found untrue lately counts."""
    days = town.days
    for ago in (120, 4):
        _untrue(town, days.office_ago(ago), Level.SUPERIOR)
    for ago, rectified in ((230, 221), (64, 55), (9, None)):
        _untrue(town, days.office_ago(ago), Level.TOWN, days.office_ago(rectified) if rectified else None)
    for day in days.monthly(11):
        _check(town, day, Level.TOWN, town.scaled(5))
    for day in (found for month in (3, 6, 9, 12) for found in days.yearly(month, 14)):
        _check(town, day, Level.SUPERIOR, town.scaled(9))


def _check(town: Town, day: date, level: str, number: int) -> None:
    people = [person for person in town.people if person.to_verify(day)]
    for person in town.random.sample(people, min(number, len(people))):
        result = town.random.choices((Found.TRUE, Found.UNREACHED), (11, 1))[0]
        _spot_check(town, person, day, level, result)


def _untrue(town: Town, day: date, level: str, rectified: date | None = None) -> None:
    people = [person for person in town.people if person.to_verify(day) and person.employed(day)]
    person = town.random.choice(people)
    _spot_check(town, person, day, level, Found.UNTRUE, town.random.choice(texts.UNTRUE), rectified)


def _spot_check(
    town: Town, person: Resident, day: date, level: str, result: str, problem: str = "", rectified: date | None = None
) -> None:
    key = {"person": person.id_number, "checked_on": day, "level": level}
    if not town.book.has(SpotCheckSheet, **key):
        method = town.random.choice((By.VISIT, By.PHONE))
        town.book.add(SpotCheckSheet, **key, method=method, result=result, problem=problem, rectified_on=rectified)


# --- workshops ---


def inspections(town: Town) -> None:
    """Every quarter while a workshop runs. The bamboo workshop failed before it stopped, and is not put right."""
    days = town.days
    _inspect(town, places.CLOTHES.code, days.office_ago(33), 2, days.office_ago(22))
    _inspect(town, places.CLOTHES.code, days.office_ago(15))
    _inspect(town, places.BAMBOO.code, days.office_ago(27), 1)
    _inspect(town, places.BAMBOO.code, days.office_ago(300), 3, days.office_ago(286))
    for workshop in places.WORKSHOPS:
        last = days.ago(workshop.stopped + 10) if workshop.stopped else days.ago(12)
        day, end = later(days.ago(workshop.certified), 60), min(last, days.ago(40))
        day = max(day, days.start)
        while day <= end:
            _inspect(town, workshop.code, working_day(day))
            day = later(day, 91)


def _inspect(town: Town, workshop: str, day: date, fault: int = 0, rectified: date | None = None) -> None:
    if not town.book.has(InspectionSheet, workshop=workshop, inspected_on=day):
        town.book.add(
            InspectionSheet,
            workshop=workshop,
            inspected_on=day,
            result=Inspection.Result.FAILED if fault else Inspection.Result.PASSED,
            problem=texts.WORKSHOP_FAULTS[fault - 1] if fault else "",
            rectified_on=rectified,
        )


# --- platforms ---


def business_checks(town: Town) -> None:
    """The town tries a village every month, the county three in a quarter; two items failed before the county."""
    days, villages = town.days, [village.code for village in places.VILLAGES]
    _try_out(town, places.CLERKS_VILLAGE, days.office_ago(5), Checker.SUPERIOR, Item.SERVICES_311)
    for place, day in enumerate(days.monthly(17)):
        failed = town.random.choice((None, None, Item.UNEMPLOYMENT))
        _try_out(town, villages[place % len(villages)], day, Checker.TOWN, failed)
    for day in (found for month in (3, 6, 9, 11) for found in days.yearly(month, 12)):
        first, *others = town.random.sample(villages, 3)
        _try_out(town, first, day, Checker.SUPERIOR, Item.UNEMPLOYMENT if day.month == 6 else None)
        for village in others:
            _try_out(town, village, day, Checker.SUPERIOR)


def _try_out(town: Town, village: str, day: date, level: str, failed: str | None = None) -> None:
    key = {"village": village, "checked_on": day, "level": level}
    if not town.book.has(BusinessCheckSheet, **key):
        for item in (Item.SIGN_IN, Item.EMPLOYMENT, Item.UNEMPLOYMENT, Item.SERVICES_311):
            result = BusinessCheck.Result.FAILED if item == failed else BusinessCheck.Result.PASSED
            town.book.add(BusinessCheckSheet, **key, item=item, result=result)
