"""What dated columns held before a change: noted on its day, of one record or many, or refused where it was not so."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from core import audit
from core.actor import present
from core.records.dated import DatedRecord, before_column
from core.records.record import Record
from core.records.status_changes import StatusChange
from core.records.writing import write_many
from core.wall import everywhere

AHEAD = "变更日期在今天以后，请到那天再办理"


class Noted(NamedTuple):
    """A dated column of a record that changes."""

    before: DatedRecord
    after: DatedRecord
    field: Any


class Noting:
    """What has to be noted, so that each `before` is read on the days up to `on`, and its `after` from then on.

    The records are of one model, stored already; each question is one query however many they are.
    """

    def __init__(self, pairs: Iterable[tuple[DatedRecord, DatedRecord]], on: date) -> None:
        self.on = on
        self.due = [Noted(*pair, field) for pair in pairs for field in _changed(*pair, on)]

    @everywhere("the record that is changed was found for the user")
    def refuse_untimely(self, today: date) -> None:
        """Raise ValidationError, in Chinese, where what is noted would not be so: it says of whom, and what to do."""
        if self.due and self.on > today:
            raise ValidationError(AHEAD)
        for before, _, field in self.due:
            since, later = self.first_days.get(before.pk), self.later.get((before.pk, field.name))
            if since and self.on <= since:
                raise Untimely(before, f"{since} 才登记在册，变更须在这以后；一直就是这样的，请用“更正”")
            if later:
                raise Untimely(before, _in_the_way(before, field, later, self.on))

    @everywhere("the record that is changed was found for the user")
    def forget_who_came_later(self) -> None:
        """Leave out who came on a register only after that day, so that the new values have always been so."""
        since = self.first_days
        self.due = [each for each in self.due if each.before.pk not in since or self.on > since[each.before.pk]]

    @everywhere("the record that is changed was found for the user")
    def rows(self, reason: str, basis: str) -> list[StatusChange]:
        """The rows to write; a voided one in its place is brought back."""
        return [self._row(each, reason, basis) for each in self.due]

    def _row(self, due: Noted, reason: str, basis: str) -> StatusChange:
        before, after, field = due
        model = after.changes_of().model
        key = {f"{after._owner()}_id": after.pk, "item": field.name, "changed_on": self.on}
        row = self.voided.get((after.pk, field.name)) or model(**key)
        row.voided_at, row.void_reason, row.reason, row.basis = None, "", reason, basis
        for other in (each for each in model._meta.concrete_fields if each.name.startswith("was_")):
            setattr(row, other.attname, other.get_default())
        was, column = getattr(before, field.attname), model._meta.get_field(before_column(field))
        setattr(row, column.attname, column.get_default() if was is None else was)
        return row

    @cached_property
    def first_days(self) -> dict[Any, date]:
        records = list({each.before.pk: each.before for each in self.due}.values())
        return type(records[0]).first_days(records) if records else {}

    @cached_property
    def later(self) -> dict[tuple[Any, str], StatusChange]:
        """The earliest change of each column on that day or afterwards."""
        found: dict[tuple[Any, str], StatusChange] = {}
        for row in self._changes("objects", changed_on__gte=self.on):
            found.setdefault((getattr(row, f"{row.about}_id"), row.item), row)
        return found

    @cached_property
    def voided(self) -> dict[tuple[Any, str], StatusChange]:
        rows = self._changes("with_voided", changed_on=self.on, voided_at__isnull=False)
        return {(getattr(row, f"{row.about}_id"), row.item): row for row in rows}

    def _changes(self, manager: str, **which: Any) -> Any:
        if not self.due:
            return ()
        after = self.due[0].after
        keys, items = {each.after.pk for each in self.due}, {each.field.name for each in self.due}
        rows: Any = getattr(after.changes_of().model, manager)
        return rows.filter(**{f"{after._owner()}__in": keys}, item__in=items, **which).order_by("changed_on")


class Untimely(ValidationError):
    """Why a record cannot have changed on a day."""

    def __init__(self, record: DatedRecord, words: str) -> None:
        super().__init__(words)
        self.record = record


@everywhere("the record that is changed was found for the user")
def write(before: DatedRecord, after: DatedRecord, on: date, reason: str, basis: str) -> None:
    """Note what `after`, about to be saved, held up to the day before `on`; raises Untimely."""
    noting = Noting([(before, after)], on)
    noting.forget_who_came_later()
    noting.refuse_untimely(on)
    if rows := noting.rows(reason, basis):
        write_many(rows, reason)


@everywhere("the record that is changed was found for the user")
def take_back(record: DatedRecord, names: Collection[str], on: date, reason: str) -> None:
    """Void what was noted of the columns on the day `on`."""
    rows = list(_changes_of(record, names).filter(changed_on=on))
    for row in rows:
        row.voided_at, row.void_reason = timezone.now(), reason
    if rows:
        write_many(rows, reason)


@everywhere("the record that is changed was found for the user")
def changed_after(record: DatedRecord, names: Collection[str], on: date) -> bool:
    """Whether one of the columns changed once more after the day `on`."""
    return bool(_changes_of(record, names).filter(changed_on__gt=on).exists())


def _changes_of(record: DatedRecord, names: Collection[str]) -> Any:
    return record.changes_of().filter(**{record._owner(): record.pk}, item__in=names)


def _changed(before: DatedRecord, after: DatedRecord, on: date) -> Iterator[Any]:
    """The dated fields of which a row has to say what they were."""
    for name in before.dated:
        field: Any = before._meta.get_field(name)
        was, now = getattr(before, field.attname), getattr(after, field.attname)
        if was != now and not _tells_its_day(field, was, now, on):
            yield field


def _tells_its_day(field: Any, was: Any, now: Any, on: date) -> bool:
    """A first 退出日期 says by itself that there was none before that day."""
    return isinstance(field, models.DateField) and was is None and now >= on


def _in_the_way(record: DatedRecord, field: Any, later: StatusChange, on: date) -> str:
    label, was = field.verbose_name, worded(field, later.before)
    now = worded(field, getattr(record, field.name))
    told = f"{later.changed_on} 已经登记过{label}变更（此前“{was}”，现在“{now}”）"
    from_ = f"（{later.basis}）" if later.basis else ""
    same = "同一天不能变两次" if later.changed_on == on else "不能在它之前再插一次"
    return f"{told}，{same}：登记错了的，请先撤销那一次变更{from_}"


def worded(field: Any, value: Any) -> str:
    """A value of the field as a page says it to whoever acts; a place or household of others is not named."""
    user = present().user
    if user and isinstance(value, Record) and not audit.division_of(value).startswith(tuple(user.division_codes)):
        return "管辖范围以外"
    label = dict(field.flatchoices).get(value, value) if field.choices else value
    return "空" if label in (None, "") else str(label)
