"""What somebody answers for: open tasks and problems with their measures, and public-benefit posts that are held."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F

from accounts.models import Tenure, User
from core.divisions import town_code
from labor.models import PublicBenefitPost
from oversight.models import Problem, Responsible, SupervisionTask


@dataclass(frozen=True)
class Matter:
    """Records that name a 责任人: which of them are open on a day, and by when each has to be done."""

    model: Any
    due: str
    open: Callable[[Any, date], Any]


MATTERS = (
    Matter(SupervisionTask, "due_on", lambda rows, on: rows.filter(completed_on=None)),
    Matter(Problem, "due_on", lambda rows, on: rows.open(on)),
    Matter(PublicBenefitPost, "contract_ended_on", lambda rows, on: rows.held(on)),
)


class Named(NamedTuple):
    """A name in a town."""

    town: str
    name: str


def names_of(user: Any, on: date) -> set[Named]:
    """The names behind which the user stands on the day `on`, by themselves or by a post that they hold."""
    return {named for named, account in answering(on).items() if account == user.pk}


def answering(on: date) -> dict[Named, int]:
    """The account that stands behind each name on the day `on`; behind a post, whoever holds it.

    Nobody does whose account has ended, or has nothing to do with the town any more.
    """
    found: dict[Named, int] = {}
    by_post: dict[int, list[Named]] = defaultdict(list)
    for town, name, account, post in Responsible.objects.everywhere("of all towns at once").values_list(
        "town_id", "name", "account_id", "post_id"
    ):
        if account:
            found[Named(town, name)] = account
        else:
            by_post[post].append(Named(town, name))
    holders = Tenure.objects.everywhere("of all towns at once").held(on).filter(post__in=by_post)
    for post, town, name in holders.values_list("post_id", "post__town_id", "name"):
        if account := found.get(Named(town, name)):
            found.update(dict.fromkeys(by_post[post], account))
    own = _divisions_of(set(found.values()), on)
    return {named: account for named, account in found.items() if _reaches(own[account], named.town)}


def _divisions_of(accounts: Collection[int], on: date) -> dict[int, list[str]]:
    """The divisions of those of the accounts that are open on the day `on`."""
    found: dict[int, list[str]] = defaultdict(list)
    given = User.objects.open(on).filter(pk__in=accounts, divisions__isnull=False)
    for account, code in given.values_list("pk", "divisions"):
        found[account].append(code)
    return found


def _reaches(divisions: Collection[str], town: str) -> bool:
    """Whether one of the divisions holds the town or lies in it."""
    return any(code.startswith(town) or town.startswith(code) for code in divisions)


def counted(rows_of: Callable[[Any], Any], on: date) -> Counter[Named]:
    """How much is open under each name, of the rows that `rows_of` gives for a model."""
    found: Counter[Named] = Counter()
    for matter in MATTERS:
        rows = matter.open(rows_of(matter.model), on).exclude(responsible="").order_by()
        named = rows.annotate(place=F(matter.model.division_path)).values_list("place", "responsible")
        for place, name, number in named.annotate(Count("pk")):
            found[Named(town_code(place), name)] += number
    return found


def open_under(names: Collection[Named], on: date) -> Iterator[tuple[Matter, Any]]:
    """What is open under any of the names."""
    for matter in MATTERS:
        rows = matter.model.objects.everywhere("who answers for it may know of it")
        rows = rows.filter(responsible__in={name for _, name in names}).annotate(place=F(matter.model.division_path))
        for record in matter.open(rows, on):
            if Named(town_code(record.place), record.responsible) in names:
                yield matter, record


class Answered(NamedTuple):
    """So much that an account answers for in a town is due on a day."""

    account: int
    town: str
    due: date
    count: int


def due_between(first: date, last: date, on: date) -> list[Answered]:
    """What accounts answer for that is due between two days, of tasks and problems; contracts have their reminder."""
    accounts = answering(on)
    found: Counter[tuple[int, str, date]] = Counter()
    for matter in MATTERS[:2]:
        rows = matter.model.objects.everywhere("of all towns at once").filter(due_on__range=(first, last))
        for town, name, due in matter.open(rows, on).order_by().values_list("town_id", "responsible", "due_on"):
            if account := accounts.get(Named(town, name)):
                found[account, town, due] += 1
    return [Answered(*whose, number) for whose, number in found.items()]
