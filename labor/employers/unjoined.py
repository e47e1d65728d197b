"""单位名称归并: the texts in records that are no employer's name yet, and one action that gives them to an employer."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.http import urlencode

from core.models import Division, LifeEvent
from core.personal_data.masking import scrub
from core.records import Record, events
from labor.employers.likeness import most_alike
from labor.employers.models import NUMBER_REFUSED, Employer, EmployerName, has_number, hold_names
from labor.employers.naming import NAMED, employers_at

#: So many employers, or texts, that are alike are shown.
OFFERED = 3


@dataclass
class UnjoinedName:
    """How records of a town write an employer that nobody has told yet, and how many of each kind do."""

    town: str
    name: str
    counts: Counter[type[Record]] = field(default_factory=Counter)
    #: Who it may be, the likeliest first.
    candidates: list[Any] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.counts.total()

    @property
    def key(self) -> str:
        """What a form says of it."""
        return f"{self.town} {self.name}"

    @property
    def has_number(self) -> bool:
        return has_number(self.name)

    def __str__(self) -> str:
        return scrub(self.name)

    @property
    def as_new(self) -> str:
        """What the form of a new employer begins with, as an address says it."""
        return urlencode({"town": self.town, "name": self.name})

    @property
    def told(self) -> list[tuple[str, int, str]]:
        """Records by their kind: what that is called, how many, and where they are listed, if an address may say."""
        listed = "" if self.has_number else urlencode({"q": self.name})
        return [
            (str(model._meta.verbose_name), number, f"{reverse(model.route('list'))}?{listed}" if listed else "")
            for model, number in self.counts.items()
        ]


def unjoined(user: Any, place: str = "", containing: str = "") -> list[UnjoinedName]:
    """The texts of records that the user sees, most frequent first; one query a kind of record, two for the names."""
    found: dict[tuple[str, str], UnjoinedName] = {}
    for named in NAMED:
        rows = named.rows.visible_to(user).exclude(named.but)
        rows = rows.within(place) if place else rows
        town = Left(named.model.division_path, int(Division.Level.TOWN))
        texts = rows.filter(**{f"{named.field}__icontains": containing}).order_by().values_list(town, named.field)
        for code, name, number in texts.annotate(number=Count("pk")):
            found.setdefault((code, name), UnjoinedName(code, name)).counts[named.model] += number
    for key in _known(user) & found.keys():
        del found[key]
    return sorted((text for text in found.values() if text.name), key=lambda text: (-text.number, text.name))


def _known(user: Any) -> set[tuple[str, str]]:
    own = Employer.objects.visible_to(user).values_list("town", "name")
    others = EmployerName.objects.visible_to(user).values_list("employer__town", "name")
    return {*own, *others}


def with_candidates(texts: Iterable[UnjoinedName], user: Any) -> list[UnjoinedName]:
    """The same with the employers of their towns whose names are like them."""
    texts, by_town = list(texts), {}
    employers = Employer.objects.visible_to(user).filter(town__in={text.town for text in texts})
    for employer in employers.prefetch_related("names"):
        names = [employer.name, *(each.name for each in employer.names.all())]
        by_town.setdefault(employer.town_id, []).append((names, employer))
    for text in texts:
        text.candidates = most_alike(text.name, by_town.get(text.town, ()), OFFERED)
    return texts


def texts_like(employer: Employer, user: Any) -> list[Any]:
    """The texts of its town that may mean the employer."""
    open_ones = [text for text in unjoined(user, place=employer.town_id) if not text.has_number]
    names = employer.texts
    alike = [(max(names, key=len), text) for text in open_ones]
    return most_alike(names[0], [([text.name], text) for _, text in alike], OFFERED)


@transaction.atomic
def join(*, employer: Employer, texts: Collection[str], on: date) -> LifeEvent:
    """Say that `texts` mean the employer, in all records of its town that bear them; undone as one."""
    hold_names(employer.town_id)
    of_town = employers_at(employer.town_id)
    if not of_town.select_for_update().filter(pk=employer.pk):
        raise ValidationError(f"{employer}刚刚作废了，请先恢复，或归到别的单位")
    if any(map(has_number, texts)):
        raise ValidationError(NUMBER_REFUSED)
    _refuse_known(of_town, texts)
    voided = EmployerName.with_voided.everywhere("the employer was found for the user")
    known = {each.name: each for each in voided.filter(employer=employer, name__in=texts)}
    names = [known.get(text) or EmployerName(employer=employer, name=text) for text in texts]
    for each in names:
        each.voided_at, each.void_reason = None, ""
    number = sum(named.of(employer.town_id, texts).everywhere("of the employer's town").count() for named in NAMED)
    title = f"把{'、'.join(texts)}归到{employer}：{number}条记录"
    event = events.begin(label="归并单位名称", title=scrub(title), on=on, places={employer.town_id})
    events.write(event, *names)
    return event


def _refuse_known(of_town: Any, texts: Collection[str]) -> None:
    own = of_town.filter(name__in=texts).values_list("name", flat=True)
    others = of_town.filter(names__voided_at=None, names__name__in=texts).values_list("names__name", flat=True)
    if known := {*own, *others}:
        raise ValidationError(f"{'、'.join(sorted(known))}已经是用人单位的名称或写法，刚刚可能有人归并过，请刷新后再看")
