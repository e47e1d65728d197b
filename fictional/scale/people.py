"""The households and people of one village, and everything that happened to them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fictional import names
from fictional.identities import CountedIdentities, phone
from fictional.scale.facts import Chronicle
from fictional.scale.offices import Numbers, Office
from fictional.scale.tables import Batch, Row, code
from fictional.scale.town import County
from labor.models import Employment, Household, JobSeekingCase, Person, PublicBenefitPost, SpotCheck, Verification
from oversight.models import PolicyPayment
from platforms.models import HouseholdHelp, Service
from training.models import Enrolment


def batches(county: County) -> Iterator[Batch]:
    """All rows of the county, a town's own first, then village by village, so that memory stays small."""
    numbers, identities = Numbers(), CountedIdentities()
    for town in county.towns:
        office = Office(town, county.year, _chronicle(county, town.code), numbers)
        yield office.rows()
        for (village, _), people in zip(town.villages, town.shares(), strict=True):
            yield Neighbours(village, office, _chronicle(county, village), identities).rows(people)


def _chronicle(county: County, division: str) -> Chronicle:
    return Chronicle(county.year, county.shares, county.random(division))


@dataclass
class Neighbours:
    """Draws the people of one village."""

    village: str
    office: Office
    draw: Chronicle
    identities: CountedIdentities

    def rows(self, people: int) -> Batch:
        """So many people, household by household."""
        rows: Batch = defaultdict(list)
        while people:
            size = min(people, self.draw.shares.household_size[self.draw.below(8)])
            household = None if self.draw.chance() < self.draw.shares.outside_register else self._household(rows)
            for member in range(size):
                self._person(rows, household, member)
            people -= size
        return rows

    def _household(self, rows: Batch) -> int:
        number, draw = self.office.numbers.next(Household), self.draw
        poor = "out_of_poverty" if draw.chance() < draw.shares.out_of_poverty else "ordinary"
        head = names.pool()[draw.below(len(names.pool()))].text
        site = self.office.sites[draw.below(len(self.office.sites))] if draw.chance() < draw.shares.relocated else None
        monitoring = self._monitoring() if draw.chance() < draw.shares.monitored else ("", None, None, None)
        rows[Household].append((number, code(Household, number), head, self.village, poor, *monitoring, site))
        rows[HouseholdHelp].extend(draw.helps(number))
        return number

    def _monitoring(self) -> tuple[str, date, date | None, date | None]:
        draw = self.draw
        kind = draw.pick(("unstable", "at_risk", "at_risk", "sudden_hardship"))
        removed = draw.between(0, 364) if draw.chance() < 0.3 else None
        unstable = draw.between(0, 300) if draw.chance() < 0.1 else None
        return kind, draw.between(-800, -100), removed, unstable

    def _person(self, rows: Batch, household: int | None, member: int) -> None:
        person, draw, office = self.office.numbers.next(Person), self.draw, self.office
        row = self._card(person, household, member)
        rows[Person].append(row)
        rows[Employment].extend(draw.jobs(person, office.workshops, office.exports))
        rows[Verification].extend(draw.verifications(person))
        rows[SpotCheck].extend(draw.spot_checks(person))
        cases = list(draw.cases(person))
        rows[JobSeekingCase].extend(cases)
        if cases and cases[0][2]:
            rows[Service].extend(draw.services(person))
        if draw.chance() < draw.shares.enrolled:
            rows[Enrolment].append((office.classes[draw.below(len(office.classes))], person, True, f"ZS{person:08}"))
        if draw.chance() < draw.shares.paid:
            rows[PolicyPayment].append(self._payment(row[2]))
        if draw.chance() < draw.shares.public_benefit:
            rows[PublicBenefitPost].append(self._public_benefit_post(person))

    def _card(self, person: int, household: int | None, member: int) -> Row:
        draw, chance = self.draw, self.draw.chance
        id_number, born = self.identities.number(person)
        name = names.pool()[draw.below(len(names.pool()))]
        left = draw.between(-200, 360) if chance() < draw.shares.left else None
        return (
            person, f"{int(chance() * 2**52):020x}{person:012x}", id_number, *name, born, self.village, household,
            RELATIONS[min(member, 2)], draw.pick(EDUCATION), "高中" if chance() < draw.shares.at_school else "",
            "健康", draw.pick(CAPACITIES), phone(person * 7919 % 10**8), draw.between(-1400, -900), left,
            "户籍迁出" if left else "",
        )  # fmt: skip

    def _payment(self, id_number: str) -> Row:
        draw, due = self.draw, 100 + self.draw.below(250)
        paid = draw.day(due - 5 + draw.below(6)) if draw.chance() < 0.995 else None
        policy = self.office.policies[draw.below(len(self.office.policies))]
        return policy, "person", id_number, draw.day(due), paid, 200 + 100 * draw.below(10)

    def _public_benefit_post(self, person: int) -> Row:
        number = code(PublicBenefitPost, self.office.numbers.next(PublicBenefitPost))
        kind = self.draw.pick(("保洁员", "护林员", "护路员"))
        return number, self.village, kind, "村民委员会", person, self.draw.day(0), self.draw.day(364), 800


RELATIONS = ("户主", "配偶", "子女")
EDUCATION = ("小学", "初中", "初中", "高中", "大专")
CAPACITIES = ("ordinary",) * 6 + ("skilled", "weak", "weak", "lost")
