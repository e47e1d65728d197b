"""The contract's terms (on the register, able, employed, due, closed …) in plain Python over lists of rows."""

import calendar
from datetime import date, timedelta


def not_yet(day, on):
    return day is None or day > on


def years_old(person, on):
    """Born on 29 February: a year older on 1 March, which comparing month and day says by itself."""
    born = person["id_number"][6:14]
    return on.year - int(born[:4]) - ((on.month, on.day) < (int(born[4:6]), int(born[6:])))


def same_day_next_month(day):
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def same_day_last_year(day):
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


class Terms:
    """A division's rows as known at the end of the day D."""

    def __init__(self, rows, division, day, readings):
        self.rows, self.division, self.D, self.readings = rows, division, day, readings
        self.Y, self.B = day.year, day.year - 1
        self.households = {row["code"]: row for row in rows["households"]}
        self.people = {row["id_number"]: row for row in rows["people"]}
        self.workshops = {row["code"]: row for row in rows["workshops"]}

    def here(self, code):
        return code.startswith(self.division)

    def at(self, row, t):
        """The row with the values that it had at t: of each, what the earliest change after t says was before."""
        number = row.get("code") or row.get("id_number")
        later = [each for each in self.rows["changes"] if each["of"] == number and each["changed_on"] > t]
        latest_first = sorted(later, key=lambda change: change["changed_on"], reverse=True)
        return row | {change["item"]: change["before"] for change in latest_first}

    def of(self, kind, day=lambda row: None):
        """Rows that were this town's on their `day`, or at D, as they were stored."""
        return [row for row in self.rows[kind] if self.here(self.place(row, day(row) or self.D))]

    def place(self, row, t):
        """A person's facts follow the person, a household's the household."""
        if "town" in row:
            return row["town"]
        if "village" in row:
            return self.at(row, t)["village"]
        if "person" in row:
            return self.at(self.people[row["person"]], t)["village"]
        if "household" in row:
            return self.at(self.households[row["household"]], t)["village"]
        return self.at(self.workshops[row["workshop"]], t)["village"]

    def on_register(self, person, t):
        person = self.at(person, t)
        return person["joined_on"] <= t and not_yet(person["left_on"], t)

    def able(self, person, t):
        person = self.at(person, t)
        return (
            self.on_register(person, t)
            and 16 <= years_old(person, t) <= 59
            and person["capacity"] in ("ordinary", "skilled", "weak")
            and person["schooling"] == ""
        )

    def home(self, person, t):
        """The person's household of that day, as it was then; none is None."""
        code = self.at(person, t)["household"]
        return self.at(self.households[code], t) if code else None

    def in_poor_household(self, person, t):
        home = self.home(person, t)
        return home is not None and home["kind"] == "out_of_poverty"

    def labor(self, person, t):
        return self.able(person, t) and self.in_poor_household(person, t)

    def at_risk_labor(self, person, t):
        home = self.home(person, t)
        if not self.able(person, t) or home is None or home["monitoring"] != "at_risk":
            return False
        return home["identified_on"] is not None and home["identified_on"] <= t and not_yet(home["risk_removed_on"], t)

    def employed(self, person, t):
        return any(
            job["person"] == person["id_number"]
            and job["started_on"] <= t
            and (job["ended_on"] is None or job["ended_on"] >= t)
            for job in self.rows["jobs"]
        )

    def operating(self, workshop):
        workshop = self.at(workshop, self.D)
        ends = (workshop["withdrawn_on"], workshop["stopped_on"])
        return workshop["certified_on"] <= self.D and all(not_yet(end, self.D) for end in ends)

    def base(self, indicator):
        values = [
            row["value"] for row in self.of("baselines") if row["year"] == self.B and row["indicator"] == indicator
        ]
        return values[0] if values else None

    def due(self, case):
        if self.readings["due_day"] == "thirty_days":
            return case["registered_on"] + timedelta(days=30)
        return same_day_next_month(case["registered_on"])

    def closed(self, case):
        """When the case closed, as known at D; None while it is open."""
        starts = [job["started_on"] for job in self.rows["jobs"] if job["person"] == case["person"]]
        days = [case["ended_on"], self.first_out(case), *(day for day in starts if day >= case["registered_on"])]
        return min((day for day in days if day is not None and day <= self.D), default=None)

    def first_out(self, case):
        """The first day from registration to D on which the person has left, as of that day."""
        person, first = self.people[case["person"]], case["registered_on"]
        changes = [each for each in self.rows["changes"] if each["of"] == person["id_number"]]
        known = {first, person["left_on"], *(each["before"] for each in changes if each["item"] == "left_on")}
        known |= {each["changed_on"] for each in changes}
        days = sorted(day for day in known if day is not None and first <= day <= self.D)
        return next((day for day in days if not not_yet(self.at(person, day)["left_on"], day)), None)

    def willing(self, case):
        return case["willing"] and self.in_poor_household(self.people[case["person"]], self.due(case))

    def overdue_cases(self):
        return [case for case in self.of("cases", self.due) if self.willing(case) and self.overdue(case)]

    def overdue(self, case):
        due, closed = self.due(case), self.closed(case)
        if due > self.D or (closed is not None and closed <= due):
            return False
        return closed is None or closed.year == self.Y

    def staffed(self, village):
        return any(
            row["village"] == village
            and row["started_on"] <= self.D
            and (row["ended_on"] is None or row["ended_on"] >= self.D)  # the last day of work still counts
            for row in self.rows["staff"]
        )

    def platform(self, village):
        for row in self.rows["platforms"]:
            if row["village"] == village and row["built_on"] <= self.D and not_yet(row["closed_on"], self.D):
                return row
        return None

    def in_year(self, day):
        return day.year == self.Y and day <= self.D
