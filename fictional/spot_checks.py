"""Spot checks of the small town: one that found something, and a round that could draw one person, and did."""

from datetime import date

from fictional.profiles import Profile
from labor.models import DrawnPerson, Person, SpotCheck, SpotCheckRound


def add_spot_checks(here: Profile, person: Person) -> None:
    here.create(
        SpotCheck, person=person, checked_on=date(2023, 4, 2), level="town", method="visit", result="untrue",
        problem="单位不符",
    )  # fmt: skip
    by_lot = here.create(
        SpotCheckRound, town_id=here.town, drawn_on=date(2023, 4, 10), seed="5a3c", note="清零月抽查",
        frame={person.village_id: {str(person.public_id): []}},
    )  # fmt: skip
    here.create(DrawnPerson, round=by_lot, person=person, village_code=person.village_id, reason="random")
