"""What was so before a day, of each kind of record that has such values, in the town with one of everything."""

from datetime import date

from fictional.profiles import Profile
from labor.models import HouseholdChange, Person, PersonChange
from workshops.models import Workshop, WorkshopChange

LONG_AGO = date(2021, 6, 1)


def add_changes(here: Profile, person: Person) -> None:
    """A change of a person, of the household and of the town's workshop."""
    workshop = Workshop.objects.within(here.town).get()
    here.create(PersonChange, person=person, item="joined_on", changed_on=LONG_AGO, was_on=date(2020, 12, 1))
    here.create(HouseholdChange, household=person.household, item="identified_on", changed_on=LONG_AGO)
    here.create(WorkshopChange, workshop=workshop, item="certified_on", changed_on=LONG_AGO, was_on=date(2021, 5, 1))
