"""The town put together: first who lives there and what became of them, then everything as rows."""

from datetime import date

from core.actor import acting_as
from fictional.story import changes, checks, offices, programmes, rows, scenario, work, workshops
from fictional.story.book import Book
from fictional.story.town import USUAL_SIZE, Town


def build(today: date, people: int = USUAL_SIZE) -> Book:
    """The ledger of a town of about so many people, whose facts end on the day `today`."""
    with acting_as(None):  # then the rubric is asked for once, and not for every person
        return _build(today, people)


def _build(today: date, people: int) -> Book:
    town = Town.found(today, people)
    for give_parts in (
        scenario.relocated_households,
        scenario.cases,
        workshops.staff,
        workshops.public_benefit_posts,
        work.everybody_else,
        scenario.unstable_households,
        scenario.contradictions,
        programmes.exports,
    ):
        give_parts(town)
    for write in (
        *(offices.villages, offices.sites, offices.workshops, offices.platforms, offices.staff_trainings),
        *(offices.documents, offices.base_figures, offices.tasks),
        *(rows.register, rows.work, rows.public_benefit_posts, rows.cases, rows.further_services),
        *(checks.verifications, checks.spot_checks, checks.inspections, checks.business_checks),
        *(programmes.policies, programmes.payments, programmes.household_help),
        *(programmes.training, programmes.vacancies),
        changes.status,
    ):
        write(town)
    return town.book
