"""变更: what is so from a day on. What was so before stays, so past days keep their score; 更正 is the other form."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property

from core.audit import division_of
from core.forms import RecordForm
from core.models import LifeEvent
from core.records import events
from core.records.dated import DatedRecord
from core.records.noting import Noting, worded

#: What an event is called that puts a mistake right.
CORRECTION = "更正"


class StatusChangeForm(RecordForm):
    """The new values of a few columns, and the day from which they hold.

    Where one of the columns is that day itself, such as 退出日期, `day` names it and no other is asked.
    """

    day: ClassVar[str] = ""
    #: What the event is called; the action's label.
    label: ClassVar[str] = ""

    changed_on = forms.DateField(label="变更日期", help_text="新的情况从这一天起算，以前各天的得分不变")
    basis = forms.CharField(
        label="依据", max_length=200, required=False, help_text="文件、证明等，例如：县乡村振兴局批复〔2023〕8号"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("changed_on", self.on)
        if self.day:
            del self.fields["changed_on"]
            self.initial[self.day] = self.on
        self.order_fields([self.day or "changed_on"])
        for name in ("basis", "change_reason"):
            if name in self.fields:
                self.fields[name] = self.fields.pop(name)  # they are asked last

    @cached_property
    def stored(self) -> Any:
        """The record as the database has it, which is locked while the form is looked at."""
        return type(self.instance)._default_manager.visible_to(self.user).get(pk=self.instance.pk)

    @property
    def changed_from(self) -> date:
        return self.cleaned_data[self.day or "changed_on"]

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and not self.meanwhile:  # else both values are shown, and the sender chooses first
            try:
                self.refuse()
            except ValidationError as fault:
                self.add_error(self.day or "changed_on", fault)

    def refuse(self) -> None:
        """Raise ValidationError where there cannot be such a change on that day."""
        if not self.differs:
            raise ValidationError("与现在登记的一样，没有变更")
        self.noting.refuse_untimely(self.on)

    @cached_property
    def noting(self) -> Noting:
        """What the change has to note, for a valid form."""
        return Noting([(self.stored, self.instance)], self.changed_from)

    @property
    def differs(self) -> bool:
        fields = type(self.instance)._meta.concrete_fields
        return any(getattr(self.stored, field.attname) != getattr(self.instance, field.attname) for field in fields)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        reason = self.cleaned_data.get("change_reason", "")
        event = events.begin(
            label=self.label,
            title=self.title,
            on=self.changed_from,
            places={division_of(self.stored), division_of(self.instance)},
            reason=reason,
            basis=self.cleaned_data["basis"],
        )
        events.note_before(event, self.noting)
        record = super().save(commit)
        events.wrote(event, record)
        self.write_along(event)
        return record

    def write_along(self, event: LifeEvent) -> None:
        """What else the change brings about, as a part of the same event."""

    def _save_reason(self) -> None:
        reason = self.cleaned_data.get("change_reason")
        self.instance._change_reason = f"{self.changed_from} {self.label}{f'：{reason}' if reason else ''}"[:100]

    @property
    def title(self) -> str:
        """What has changed: 村社区由白水头村变为木瓜村."""
        return differences(self.stored, self.instance, self.stored.dated)


class ReturnForm(StatusChangeForm):
    """What was over begins again, not before the day `over_on`; the stretch before stays.

    `words` are how it was over, how it begins again, and what has been registered wrongly if that cannot be.
    """

    over_on: ClassVar[str]
    words: ClassVar[tuple[str, str, str]]

    def refuse(self) -> None:
        over_on = getattr(self.stored, self.over_on)
        if over_on and self.changed_from < over_on:
            over, again, wrong = self.words
            raise ValidationError(f"{over_on} 才{over}，{again}不能更早；{wrong}登记错了的，请用“更正”")
        super().refuse()


def differences(before: DatedRecord, after: DatedRecord, names: Collection[str]) -> str:
    """What of the columns is another now: 村社区由白水头村变为木瓜村."""
    fields: list[Any] = [before._meta.get_field(name) for name in names]
    told = ((field, *(worded(field, getattr(each, field.name)) for each in (before, after))) for field in fields)
    return "；".join(f"{field.verbose_name}由{was}变为{now}" for field, was, now in told if was != now)


@transaction.atomic
def correct(form: RecordForm, on: date) -> Any:
    """Save a form that puts mistakes right, as an event that can be undone. Of undated columns it tells the names."""
    stored = type(form.instance)._default_manager.visible_to(form.user).get(pk=form.instance.pk)
    title = _corrected(stored, form)
    record = form.save()
    if title:
        event = events.begin(
            label=CORRECTION,
            title=title,
            on=on,
            places={division_of(stored), division_of(record)},
            reason=form.cleaned_data.get("change_reason", ""),
        )
        events.wrote(event, record)
    return record


def _corrected(stored: DatedRecord, form: RecordForm) -> str:
    others = [name for name in form.changed_data if name not in stored.dated and hasattr(stored, name)]
    labels = (str(stored._meta.get_field(name).verbose_name) for name in others)  # type: ignore[union-attr]
    return "；".join(each for each in (differences(stored, form.instance, stored.dated), *labels) if each)


def corrected_since(record: DatedRecord) -> str:
    """From when a correction of each column is counted anew, in Chinese: since the last change of it, or ever since."""
    latest: dict[str, date] = {}
    for item, day in record.status_changes.order_by("changed_on").values_list("item", "changed_on"):  # type: ignore[attr-defined]
        latest[item] = day
    fields: dict[str, Any] = {item: record._meta.get_field(item) for item in sorted(latest)}
    told = "、".join(f"{field.verbose_name}从 {latest[item]} 起" for item, field in fields.items())
    return f"{told}，其余各项从登记起，都按新的算" if told else "从登记起都按新的算"
