"""Employers and vacancies, as the one search box and the forms find them."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.lookups import LOOKUPS
from core.pages.finding import FINDERS, Hit, called
from platforms.models import Employer, Vacancy


@contribute(FINDERS, "用人单位", place=4)
def employers(text: str, user: Any) -> Iterable[Hit]:
    for employer in called(Employer.objects.visible_to(user), ("name",), text):
        yield Hit(employer.name, employer.get_kind_display(), employer.get_absolute_url())


def employer_note(employer: Employer) -> str:
    return " · ".join(filter(None, (employer.get_kind_display(), employer.place)))


def vacancy_note(vacancy: Vacancy) -> str:
    return " · ".join((vacancy.code, vacancy.workplace))


@contribute(LOOKUPS, Employer, note=employer_note)
def find_employers(rows: Any, text: str, user: Any) -> Any:
    return called(rows.order_by("name"), ("name",), text)


@contribute(LOOKUPS, Vacancy, note=vacancy_note)
def find_vacancies(rows: Any, text: str, user: Any) -> Any:
    return called(rows.order_by("employer", "title"), ("title", "employer", "code"), text)
