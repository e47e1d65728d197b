"""The contract's definitions of the 20 sub-items, one by one, in plain Python over lists of rows.

Written from the contract's text, not from the engine, and sharing no code with it: slow, obvious, and a second opinion.
"""

from datetime import date
from fractions import Fraction
from math import ceil, floor

from tests.scoring.naive_terms import Terms, not_yet, same_day_last_year

READINGS = {
    "population": "labor_to_verify",
    "due_day": "calendar_month",
    "eligible": "overdue_cases",
    "window": "twelve_months",
}
MAXIMA = {
    "1.1": 3, "1.2": 2, "2.1": 10, "2.2": 6, "2.3": 4, "3.1": 5, "3.2": 5, "3.3": 5, "3.4": 10, "4.1": 5,
    "4.2": 5, "4.3": 5, "4.4": 5, "5.1": 2, "6.1": 6, "6.2": 6, "6.3": 4, "6.4": 2, "7.1": 7, "8.1": 3,
}  # fmt: skip
ITEM_NAMES = {
    "sign_in": "登录平台",
    "employment": "就业登记",
    "unemployment": "失业登记",
    "services_311": "311服务",
    "other": "其他业务",
}


def evaluate(rows, division, day, **readings):
    """Of each sub-item: (status, score or None, count, sorted cases)."""
    town = NaiveTown(rows, division, day, READINGS | readings)
    return {code: town.result(code, maximum) for code, maximum in MAXIMA.items()}


class NaiveTown(Terms):
    """Each sub-item gives (count, deducted, cases), "empty" or "pending"."""

    def result(self, code, maximum):
        outcome = getattr(self, f"score_{code.replace('.', '_')}")()
        if outcome == "pending":
            return "pending", None, 0, []
        if outcome == "empty":
            return "empty", Fraction(maximum), 0, []
        count, deducted, cases = outcome
        return "scored", max(Fraction(0), maximum - deducted), count, sorted(cases)

    def document(self, kind, points):
        found = any(
            row["kind"] == kind and row["year"] == self.Y and row["issued_on"] <= self.D for row in self.of("documents")
        )
        return (0, 0, []) if found else (1, points, [])

    def score_1_1(self):
        return self.document("action_plan", 3)

    def score_1_2(self):
        return self.document("working_group", 2)

    def score_2_1(self):
        labor = [person for person in self.of("people") if self.labor(person, self.D)]
        w, e = len(labor), len([person for person in labor if self.employed(person, self.D)])
        w0, e0 = self.base("labor"), self.base("employed")
        if not w0 or not e0:
            return "pending"
        if w == 0:
            return "empty"
        if w == w0:
            u = ceil(Fraction(100 * (e0 - e), e0)) if e < e0 else 0
        else:
            u = max(0, ceil(100 * (Fraction(e0, w0) - Fraction(e, w))))
        return u, 2 * u, []

    def score_2_2(self):
        missed = []
        for name, first, last in (("H1", (1, 1), (6, 30)), ("H2", (7, 1), (12, 31))):
            first, last = date(self.Y, *first), date(self.Y, *last)
            if last <= self.D:
                missed += [
                    f"{person['id_number']}@{self.Y}{name}"
                    for person in self.of("people", lambda _, last=last: last)
                    if (self.labor(person, last) or self.at_risk_labor(person, last))
                    and not self.verified(person, first, last)
                ]
        return len(missed), Fraction(len(missed), 10), missed

    def verified(self, person, first, last):
        return any(
            row["person"] == person["id_number"]
            and first <= row["verified_on"] <= last
            and row["result"] != "unreachable"
            for row in self.rows["verifications"]
        )

    def score_2_3(self):
        untrue = [
            f"{row['person']}@{row['checked_on']}"
            for row in self.of("spot_checks", lambda row: row["checked_on"])
            if self.in_year(row["checked_on"]) and row["result"] == "untrue" and self.counts_untrue(row)
        ]
        return len(untrue), Fraction(len(untrue), 5), untrue

    def counts_untrue(self, row):
        forgiven = row["level"] == "town" and row["rectified_on"] is not None and row["rectified_on"] <= self.D
        person, day = self.people[row["person"]], row["checked_on"]
        everybody = self.readings["population"] == "everybody"
        return not forgiven and (everybody or self.labor(person, day) or self.at_risk_labor(person, day))

    def score_3_1(self):
        missing = max(0, 2 - len([row for row in self.of("workshops") if self.operating(row)]))
        return missing, missing, []

    def score_3_2(self):
        failed = [row["code"] for row in self.of("workshops") if self.certified(row) and self.below_standard(row)]
        return len(failed), Fraction(len(failed), 2), failed

    def certified(self, workshop):
        workshop = self.at(workshop, self.D)
        return workshop["certified_on"] <= self.D and not_yet(workshop["withdrawn_on"], self.D)

    def below_standard(self, workshop):
        visits = [
            row
            for row in self.rows["inspections"]
            if row["workshop"] == workshop["code"] and row["inspected_on"] <= self.D
        ]
        if not visits:
            return False
        latest = max(visits, key=lambda row: row["inspected_on"])
        return latest["result"] == "failed" and not_yet(latest["rectified_on"], self.D)

    def score_3_3(self):
        without = [
            site["code"]
            for site in self.of("sites")
            if site["opened_on"] <= self.D
            and site["population"] > 100
            and not any(
                self.at(row, self.D)["site"] == site["code"] and self.operating(row) for row in self.rows["workshops"]
            )
        ]
        return len(without), len(without), without

    def score_3_4(self):
        a0, p0 = self.base("workshop_workers"), self.base("workshop_labor")
        if a0 is None or p0 is None:
            return "pending"
        workers = {
            job["person"]
            for job in self.rows["jobs"]
            if job["workshop"]
            and self.here(self.place(self.workshops[job["workshop"]], self.D))
            and self.operating(self.workshops[job["workshop"]])
            and job["started_on"] <= self.D
            and (job["ended_on"] is None or job["ended_on"] >= self.D)
        }
        poor = [
            number
            for number in workers
            if self.on_register(self.people[number], self.D) and self.in_poor_household(self.people[number], self.D)
        ]
        points = sum(
            floor(Fraction(100 * (base - now), base)) if base and now < base else 0
            for base, now in ((a0, len(workers)), (p0, len(poor)))
        )
        return points, points, []

    def required(self):
        return [
            row["code"]
            for row in self.rows["villages"]
            if self.here(row["code"]) and row["platform_required"] and not_yet(row["stopped_on"], self.D)
        ]

    def score_4_1(self):
        missing = [code for code in self.required() if self.platform(code) is None]
        built = [code for code in self.required() if self.platform(code) is not None]
        unready = [code for code in built if not self.staffed(code) or not self.account(code)]
        return len(missing) + len(unready), len(missing) + Fraction(len(unready), 2), missing + unready

    def account(self, village):
        day = self.platform(village)["account_assigned_on"]
        return day is not None and day <= self.D

    def score_4_2(self):
        without = [
            site["code"]
            for site in self.of("sites")
            if site["opened_on"] <= self.D and site["population"] >= 100 and not_yet(site["window_opened_on"], self.D)
        ]
        return len(without), len(without), without

    def score_4_3(self):
        built = [code for code in self.required() if self.platform(code) is not None]
        unstaffed = [code for code in built if not self.staffed(code)]
        if unstaffed:
            return 1, 5, unstaffed
        if self.required() and not built:
            return 1, 5, self.required()
        failed = [
            f"{row['village']}@{row['checked_on']}@{ITEM_NAMES[row['item']]}"
            for row in self.of("business_checks")
            if self.in_year(row["checked_on"]) and row["level"] == "superior" and row["result"] == "failed"
        ]
        return len(failed), Fraction(len(failed), 2), failed

    def score_4_4(self):
        found = any(
            self.in_year(row["held_on"]) and row["entered_on"] is not None and row["entered_on"] <= self.D
            for row in self.of("staff_trainings")
        )
        return (0, 0, []) if found else (1, 5, [])

    def score_5_1(self):
        found = any(
            self.in_year(row["held_on"]) and row["participants_out_of_poverty"] >= 1 for row in self.of("exports")
        )
        return (0, 0, []) if found else (1, 2, [])

    def score_6_1(self):
        cases = [f"{case['person']}@{case['registered_on']}" for case in self.overdue_cases()]
        return len(cases), Fraction(len(cases), 2), cases

    def score_6_2(self):
        eligible = {case["person"] for case in self.cases_to_serve()}
        if not eligible:
            return "empty"
        uncovered = [number for number in eligible if not self.covered(number)]
        points = floor(100 - Fraction(100 * (len(eligible) - len(uncovered)), len(eligible)))
        return points, Fraction(points, 2), uncovered

    def cases_to_serve(self):
        if self.readings["eligible"] == "overdue_cases":
            return self.overdue_cases()
        return [
            case
            for case in self.of("cases", self.due)
            if self.willing(case) and self.in_year(case["registered_on"]) and not self.job_in_time(case)
        ]

    def job_in_time(self, case):
        last = min(self.due(case), self.D)
        return any(
            job["person"] == case["person"] and case["registered_on"] <= job["started_on"] <= last
            for job in self.rows["jobs"]
        )

    def covered(self, number):
        after = same_day_last_year(self.D)
        if self.readings["window"] == "calendar_year":
            after = date(self.B, 12, 31)
        kinds = [
            row["kind"]
            for row in self.rows["services"]
            if row["person"] == number and after < row["served_on"] <= self.D
        ]
        return kinds.count("recommendation") >= 3 and kinds.count("guidance") >= 1 and kinds.count("training") >= 1

    def score_6_3(self):
        homes = [self.at(home, self.D) for home in self.of("households")]
        in_need = [home["code"] for home in homes if home["site"] and self.needs_follow_up(home)]
        return len(in_need), Fraction(len(in_need), 5), in_need

    def needs_follow_up(self, home):
        members = [person for person in self.people.values() if self.at(person, self.D)["household"] == home["code"]]
        able = [person for person in members if self.able(person, self.D)]
        numbers = {person["id_number"] for person in members}
        open_case = any(
            case["person"] in numbers
            and case["willing"]
            and case["registered_on"] <= self.D
            and self.closed(case) is None
            for case in self.rows["cases"]
        )
        return able and open_case and not any(self.employed(person, self.D) for person in able)

    def score_6_4(self):
        homes = [self.at(home, self.D) for home in self.of("households")]
        unhelped = [home["code"] for home in homes if self.unstable(home) and not self.helped(home)]
        return len(unhelped), Fraction(len(unhelped), 5), unhelped

    def unstable(self, home):
        days = (home["identified_on"], home["unstable_since"])
        known = all(day is not None and day <= self.D for day in days)
        return home["monitoring"] != "" and known and not_yet(home["risk_removed_on"], self.D)

    def helped(self, home):
        return any(
            row["household"] == home["code"] and home["unstable_since"] <= row["helped_on"] <= self.D
            for row in self.rows["helps"]
        )

    def score_7_1(self):
        unfulfilled = [
            row["code"]
            for row in self.of("policies")
            if row["year"] == self.Y and (self.late(row["due_on"], row["done_on"]) or self.unpaid(row["code"]))
        ]
        return len(unfulfilled), len(unfulfilled), unfulfilled

    def late(self, due, done):
        return due <= self.D and not_yet(done, self.D)

    def unpaid(self, policy):
        return any(
            row["policy"] == policy and self.late(row["due_on"], row["paid_on"]) for row in self.rows["payments"]
        )

    def score_8_1(self):
        missed = [
            row["code"]
            for row in self.of("tasks")
            if self.in_year(row["due_on"]) and (row["completed_on"] is None or row["completed_on"] > row["due_on"])
        ]
        return len(missed), len(missed), missed
