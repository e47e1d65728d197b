"""Vacancies, as the forms find them."""

from typing import Any

from core.contributions import contribute
from core.lookups import LOOKUPS
from core.pages.finding import called
from platforms.models import Vacancy


def vacancy_note(vacancy: Vacancy) -> str:
    return " · ".join((vacancy.code, vacancy.workplace))


@contribute(LOOKUPS, Vacancy, note=vacancy_note)
def find_vacancies(rows: Any, text: str, user: Any) -> Any:
    return called(rows.order_by("employer", "title"), ("title", "employer", "code"), text)
