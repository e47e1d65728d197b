"""One more offender: what may happen in a town that must never raise the score of the sub-item named first."""

from datetime import date, timedelta

from tests.scoring.rows import HOME, VILLAGES
from tests.scoring.towns import id_number

VILLAGE = VILLAGES[HOME][0]
LONG_AGO = date(2021, 1, 1)


def home(rows, code="WJ1", **facts):
    row = {"code": code, "village": VILLAGE, "site": None, "kind": "out_of_poverty", "monitoring": ""}
    rows["households"].append({**row, "identified_on": None, "risk_removed_on": None, "unstable_since": None, **facts})
    return code


def somebody(rows, household):
    number = id_number(date(1990, 1, 1), 999)
    row = {"id_number": number, "village": VILLAGE, "household": household, "capacity": "ordinary", "schooling": ""}
    rows["people"].append({**row, "joined_on": LONG_AGO, "left_on": None})
    return number


def site(rows, **facts):
    row = {"code": "AX1", "village": VILLAGE, "population": 101, "opened_on": LONG_AGO, "window_opened_on": None}
    rows["sites"].append({**row, **facts})
    return "AX1"


def workshop(rows):
    row = {"code": "CX1", "village": VILLAGE, "site": None, "certified_on": LONG_AGO}
    rows["workshops"].append({**row, "withdrawn_on": None, "stopped_on": None})
    return "CX1"


def case(rows, person, day):
    rows["cases"].append({"person": person, "registered_on": day, "ended_on": None, "willing": True})


def somebody_loses_work(rows, day):
    """Whoever works today stopped the day before."""
    for job in rows["jobs"]:
        if job["started_on"] < day and (job["ended_on"] is None or job["ended_on"] >= day):
            job["ended_on"] = day - timedelta(days=1)
            return


def somebody_unverified(rows, day):
    somebody(rows, home(rows))


def an_untrue_record(rows, day):
    row = {"person": somebody(rows, home(rows)), "checked_on": day, "level": "superior", "result": "untrue"}
    rows["spot_checks"].append({**row, "rectified_on": None})


def a_workshop_stops(rows, day):
    for row in rows["workshops"]:
        row["stopped_on"] = min(row["stopped_on"] or day, day)


def a_workshop_below_standard(rows, day):
    row = {"workshop": workshop(rows), "inspected_on": day, "result": "failed", "rectified_on": None}
    rows["inspections"].append(row)


def a_large_site(rows, day):
    site(rows)


def a_village_without_platform(rows, day):
    rows["villages"].append({"code": f"{HOME}299", "name": "新村", "platform_required": True})


def staff_leave(rows, day):
    rows["staff"] = [row for row in rows["staff"] if row["village"] != VILLAGE]


def a_failed_check(rows, day):
    """What was checked that day, and passed, failed after all."""
    row = {"village": VILLAGE, "checked_on": day, "item": "other", "level": "superior"}
    same = [each for each in rows["business_checks"] if row.items() <= each.items()]
    rows["business_checks"] = [each for each in rows["business_checks"] if each not in same]
    rows["business_checks"].append({**row, "result": "failed"})


def without(kind):
    def lose(rows, day):
        rows[kind] = rows[kind][1:]

    return lose


def an_overdue_case(rows, day):
    case(rows, somebody(rows, home(rows)), LONG_AGO)


def services_not_given(rows, day):
    served = [row["person"] for row in rows["services"]][:1]
    rows["services"] = [row for row in rows["services"] if row["person"] not in served]


def a_household_without_work(rows, day):
    case(rows, somebody(rows, home(rows, site=site(rows))), LONG_AGO)


def an_unstable_household(rows, day):
    home(rows, monitoring="unstable", identified_on=LONG_AGO, unstable_since=LONG_AGO)


def an_unfulfilled_policy(rows, day):
    row = {"code": "ZX1", "town": HOME, "year": day.year, "due_on": day, "done_on": None}
    rows["policies"].append(row)


def a_missed_task(rows, day):
    rows["tasks"].append({"code": "DX1", "town": HOME, "due_on": day, "completed_on": None})


OFFENDERS = {
    "1.1 no plan": without("documents"),
    "1.2 no group": without("documents"),
    "2.1 out of work": somebody_loses_work,
    "2.2 unverified": somebody_unverified,
    "2.3 untrue": an_untrue_record,
    "3.1 stopped": a_workshop_stops,
    "3.2 below standard": a_workshop_below_standard,
    "3.3 large site": a_large_site,
    "3.4 out of work": somebody_loses_work,
    "3.4 stopped": a_workshop_stops,
    "4.1 no platform": a_village_without_platform,
    "4.1 no staff": staff_leave,
    "4.2 large site": a_large_site,
    "4.3 failed check": a_failed_check,
    "4.3 no staff": staff_leave,
    "4.4 no training": without("staff_trainings"),
    "5.1 no export": without("exports"),
    "6.1 overdue": an_overdue_case,
    "6.2 not served": services_not_given,
    "6.3 no work": a_household_without_work,
    "6.4 unstable": an_unstable_household,
    "7.1 unfulfilled": an_unfulfilled_policy,
    "8.1 missed": a_missed_task,
}
