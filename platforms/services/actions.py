"""What is done for people."""

from datetime import date

from django.db import transaction

from labor.models import Person
from platforms.models import Service, Vacancy


@transaction.atomic
def recommend(*, person: Person, vacancy: Vacancy, on: date, officer: str) -> tuple[Service, bool]:
    """Record that `vacancy` was recommended to `person`, once a day; the service, and whether it is new.

    ValidationError where that recommendation was voided.
    """
    people = Person.objects.everywhere("found for the user")
    people.select_for_update().get(pk=person.pk)  # two taps at once come one after the other
    key = {"kind": Service.Kind.RECOMMENDATION, "employer": vacancy.employer, "post": vacancy.title}
    if known := Service.objects.filter(person=person, served_on=on, **key).first():
        return known, False
    service = Service(person=person, served_on=on, officer=officer, **key)
    service.full_clean()
    service.save()
    return service, True
