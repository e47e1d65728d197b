"""Small towns drawn at random around the days that matter."""

from datetime import date
from itertools import count

from fictional.identities import id_number
from labor.models import SpotCheck, Verification
from platforms.models import BusinessCheck, HouseholdHelp
from tests.scoring.rows import NEIGHBOUR, VILLAGES, empty_town
from workshops.models import Inspection


def parsed(days):
    return [date.fromisoformat(day) for day in days.split()]


#: Month ends, half-year ends, year ends, a leap day, and the days next to them.
DAYS = parsed(
    """
    2021-06-30 2022-03-01 2022-06-30 2022-12-01 2022-12-31 2023-01-01 2023-01-29 2023-01-31 2023-02-28
    2023-03-01 2023-03-31 2023-04-30 2023-05-31 2023-06-29 2023-06-30 2023-07-01 2023-11-30 2023-12-01
    2023-12-30 2023-12-31 2024-01-01 2024-01-31 2024-02-28 2024-02-29 2024-03-01 2024-06-30
    """
)
SCORED_DAYS = [day for day in DAYS if day.year >= 2023]
#: Births that make somebody sixteen or sixty on one of those days, or a day off; two on 29 February.
BIRTHS = parsed(
    """
    1963-06-30 1963-07-01 1963-12-31 1964-01-01 1964-02-29 1980-05-05 1991-01-31 2000-02-29 2007-06-30
    2007-07-01 2007-12-31 2008-01-01 2008-02-29
    """
)


class Draw:
    """Draws rows with a `random.Random` (hypothesis gives one that it can shrink)."""

    def __init__(self, random):
        self.random, self.serials, self.rows = random, count(1), empty_town()

    def chance(self, percent):
        return self.random.randint(1, 100) <= percent

    def pick(self, choices):
        return self.random.choice(list(choices))

    def day(self):
        return self.pick(DAYS)

    def span(self, blank=50):
        """A start and an end that is blank or not before it."""
        start, end = sorted((self.day(), self.day()))
        return start, None if self.chance(blank) else end

    def optional(self, blank=50):
        return None if self.chance(blank) else self.day()

    def code(self, prefix):
        return f"{prefix}{next(self.serials):03}"

    def add(self, table, key=(), **row):
        """Add a row unless one with the same key is there."""
        same = key and any(all(other[name] == row[name] for name in key) for other in self.rows[table])
        if not same:
            self.rows[table].append(row)
        return row

    def times(self, most):
        return range(self.random.randint(0, most))


def random_town(random):
    """Two towns with a few households and a little of everything."""
    draw = Draw(random)
    for town, villages in VILLAGES.items():
        draw_town(draw, town)
        for village in villages:
            draw_village(draw, town, village)
    for number in [person["id_number"] for person in draw.rows["people"]]:
        draw_person_facts(draw, number)
    return draw.rows


def changing_town(random):
    """The same, where much was otherwise before a day: villages, households, capacity, monitoring, sites, days."""
    rows, draw = random_town(random), Draw(random)
    draw.rows = rows
    villages = [village["code"] for village in rows["villages"]]
    sites = [None, *(site["code"] for site in rows["sites"])]
    homes = [None, *(home["code"] for home in rows["households"])]
    before = {
        "village": lambda: draw.pick(villages),
        "site": lambda: draw.pick(sites),
        "household": lambda: draw.pick(homes),
        "capacity": lambda: draw.pick(("ordinary", "weak", "lost")),
        "schooling": lambda: draw.pick(("", "高中")),
        "kind": lambda: draw.pick(("out_of_poverty", "ordinary")),
        "monitoring": lambda: draw.pick(("", "at_risk", "unstable")),
        **dict.fromkeys(("joined_on", "certified_on"), draw.day),
        **dict.fromkeys(
            ("left_on", "stopped_on", "withdrawn_on", "identified_on", "risk_removed_on", "unstable_since"),
            draw.optional,
        ),
    }
    for kind in ("people", "households", "workshops"):
        for row in rows[kind]:
            for _ in draw.times(4):
                draw_change(draw, row, before)
    return rows


def draw_change(draw, row, before):
    of, item = row.get("code") or row["id_number"], draw.pick(name for name in row if name in before)
    was, key = before[item](), ("of", "item", "changed_on")
    if item == "village" and "certified_on" in row:  # a workshop stays in its town
        was = draw.pick(VILLAGES[row["village"][:9]])
    draw.add("changes", key, of=of, item=item, changed_on=draw.day(), before=was)


def draw_town(draw, town):
    year = 2023 if draw.chance(70) else 2024
    for kind in ("action_plan", "working_group"):
        if draw.chance(80):
            draw.add("documents", town=town, year=year, kind=kind, name="文件", issued_on=draw.day())
    for indicator, most in (("labor", 6), ("employed", 6), ("workshop_workers", 3), ("workshop_labor", 3)):
        for base in (2022, 2023):
            if draw.chance(85):
                value = draw.random.randint(0, most)
                draw.add("baselines", town=town, year=base, indicator=indicator, value=value)
    for _ in draw.times(2):
        people = draw.random.randint(0, 1)
        draw.add("exports", code=draw.code("SC"), town=town, held_on=draw.day(), participants_out_of_poverty=people)
        draw.add("staff_trainings", code=draw.code("PX"), town=town, held_on=draw.day(), entered_on=draw.optional())
        assigned_to = draw.span()
        draw.add("tasks", code=draw.code("DB"), town=town, due_on=assigned_to[0], completed_on=draw.optional())
        draw_policy(draw, town, year)


def draw_policy(draw, town, year):
    code = draw.code("ZC")
    draw.add("policies", code=code, town=town, year=year, due_on=draw.day(), done_on=draw.optional(30))
    for _ in draw.times(2):
        payment = {"policy": code, "subject_code": "H1", "due_on": draw.day(), "paid_on": draw.optional(30)}
        draw.add("payments", ("policy", "subject_code", "due_on"), **payment)


def draw_village(draw, town, village):
    draw.add(
        "villages", code=village, name=village[-3:], platform_required=draw.chance(80), stopped_on=draw.optional(85)
    )
    draw_platform(draw, village)
    site = draw_site(draw, village) if draw.chance(60) else None
    for _ in draw.times(2):
        draw_workshop(draw, village, site)
    for _ in draw.times(3):
        draw_household(draw, village, site)


def draw_platform(draw, village):
    if draw.chance(80):
        built, closed = date(2021, 1, 1) if draw.chance(50) else draw.day(), None
        if draw.chance(20):
            built, closed = draw.span(0)
        draw.add("platforms", village=village, built_on=built, closed_on=closed, account_assigned_on=draw.optional(10))
    for early in (True, False):
        started, ended = draw.span(80)
        started = date(2021, 1, 1) if early else started
        draw.add("staff", village=village, name=draw.code("员"), started_on=started, ended_on=ended)
    for _ in draw.times(2):
        check = {"item": draw.pick(BusinessCheck.Item.values), "level": draw.pick(BusinessCheck.Level.values)}
        result = draw.pick(BusinessCheck.Result.values)
        key = ("village", "checked_on", "item", "level")
        draw.add("business_checks", key, village=village, checked_on=draw.day(), result=result, **check)


def draw_site(draw, village):
    people = draw.random.randint(99, 101)
    window = draw.optional()
    code = draw.code("AZ")
    draw.add("sites", code=code, village=village, population=people, opened_on=draw.day(), window_opened_on=window)
    return code


def draw_workshop(draw, village, site):
    certified, withdrawn = draw.span(70)
    stopped, code = draw.optional(80), draw.code("CJ")
    dates = {"certified_on": certified, "withdrawn_on": withdrawn, "stopped_on": stopped}
    draw.add("workshops", code=code, village=village, site=site if draw.chance(50) else None, **dates)
    for _ in draw.times(2):
        inspected, rectified = draw.span()
        result = draw.pick(Inspection.Result.values)
        row = {"workshop": code, "inspected_on": inspected, "result": result, "rectified_on": rectified}
        draw.add("inspections", ("workshop", "inspected_on"), **row)


def draw_household(draw, village, site):
    found, removed = draw.span(70)
    code = draw.code("H")
    draw.add(
        "households",
        code=code,
        village=village,
        site=site if draw.chance(60) else None,
        kind=draw.pick(("out_of_poverty", "out_of_poverty", "ordinary")),
        monitoring=draw.pick(("", "at_risk", "at_risk", "unstable")),
        identified_on=found if draw.chance(90) else None,
        risk_removed_on=removed,
        unstable_since=draw.optional(40),
    )
    for _ in draw.times(2):
        row = {"household": code, "helped_on": draw.day(), "measure": draw.pick(HouseholdHelp.Measure.values)}
        draw.add("helps", ("household", "helped_on", "measure"), **row)
    for _ in draw.times(3):
        draw_person(draw, village if draw.chance(90) else VILLAGES[NEIGHBOUR][0], code if draw.chance(90) else None)


def draw_person(draw, village, household):
    joined, left = draw.span(85)
    if draw.chance(80):
        joined = date(2020, 1, 1)
    born = date(1980, 5, 5) if draw.chance(50) else draw.pick(BIRTHS)
    draw.add(
        "people",
        id_number=id_number(born, next(draw.serials)),
        village=village,
        household=household,
        capacity="lost" if draw.chance(10) else draw.pick(("ordinary", "skilled", "weak")),
        schooling="高中" if draw.chance(10) else "",
        joined_on=joined,
        left_on=left,
    )


def draw_person_facts(draw, person):
    for _ in draw.times(2):
        registered, ended = draw.span(70)
        row = {"person": person, "registered_on": registered, "ended_on": ended, "willing": draw.chance(80)}
        draw.add("cases", ("person", "registered_on"), **row)
    for _ in draw.times(1):
        draw_job(draw, person)
    for _ in draw.times(2):
        result = draw.pick(Verification.Result.values)
        row = {"person": person, "verified_on": draw.day(), "result": result}
        draw.add("verifications", ("person", "verified_on"), **row)
    for _ in draw.times(1):
        draw_spot_check(draw, person)
    if draw.chance(60):
        draw_services(draw, person)


def draw_job(draw, person):
    started, ended = draw.span(60)
    workshops = [row["code"] for row in draw.rows["workshops"]]
    workshop = draw.pick(workshops) if workshops and draw.chance(60) else None
    row = {"person": person, "started_on": started, "ended_on": ended, "employer": "厂", "workshop": workshop}
    draw.add("jobs", ("person", "started_on", "employer"), **row)


def draw_spot_check(draw, person):
    checked, rectified = draw.span()
    level, result = draw.pick(SpotCheck.Level.values), draw.pick(SpotCheck.Result.values)
    row = {"person": person, "checked_on": checked, "level": level, "result": result, "rectified_on": rectified}
    draw.add("spot_checks", ("person", "checked_on", "level"), **row)


def draw_services(draw, person):
    kinds = ["recommendation"] * draw.pick((2, 3, 3, 4)) + ["guidance", "training"][: draw.pick((1, 2, 2, 2))]
    together = draw.pick(day for day in DAYS if day.year == 2023)
    for kind in kinds:
        day = together if draw.chance(90) else draw.day()
        row = {"person": person, "served_on": day, "kind": kind, "employer": draw.code("司"), "post": "工"}
        draw.add("services", ("person", "served_on", "kind", "employer", "post"), **row)
