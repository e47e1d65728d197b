"""What is asked about training: who is enrolled, who came on a day, who came back and opened a business."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from core.forms import RecordForm, TokenForm
from core.lookups import FoundField
from labor.models import Person
from training.attendance import PresenceCell
from training.candidates import trades_taught
from training.models import Enrolment, TrainingClass

CERTIFICATE = {"class": "form-control", "placeholder": "证书编号", "aria-label": "证书编号"}


class WishForm(RecordForm):
    """Suggests the trades that the town's classes teach."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("trade", trades_taught(self.instance.person.village.town_code))


class EnrolmentForm(RecordForm):
    """Somebody in a class; where days are written down already, in which class does not change any more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new and self.instance.attendances.everywhere("of an enrolment found for the user").exists():
            self.fields.pop("training_class", None)


CHANGED = {"invalid_choice": "名单已经变化，请重新打开再签到"}


class AttendanceForm(TokenForm):
    """Who of a class came on a day; `listed` stood on the page, those `shown` with a tick when it was opened."""

    day = forms.DateField(label="日期", widget=forms.HiddenInput)
    listed = forms.TypedMultipleChoiceField(coerce=int, required=False, error_messages=CHANGED)
    shown = forms.TypedMultipleChoiceField(coerce=int, required=False, error_messages=CHANGED)
    present = forms.TypedMultipleChoiceField(coerce=int, required=False, error_messages=CHANGED)

    def __init__(self, *args: Any, enrolments: Collection[int], course: TrainingClass, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course, self.on = course, on
        for name in ("listed", "shown", "present"):
            self.fields[name].choices = [(key, key) for key in enrolments]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not self.course.started_on <= day <= self.course.last_day(self.on):
            raise ValidationError(f"签到日期应在{self.course.started_on}到{self.course.last_day(self.on)}之间")
        return day


class WeekForm(TokenForm):
    """Who of a class came on which days of a week, and which new days were held; those `shown` had a tick at first."""

    listed = forms.CharField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    held = forms.MultipleChoiceField(required=False, error_messages=CHANGED)
    present = forms.MultipleChoiceField(required=False, error_messages=CHANGED)

    def __init__(self, *args: Any, enrolments: Collection[int], days: Collection[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = {str(cell): cell for cell in (PresenceCell(key, day) for key in enrolments for day in days)}
        self.enrolments = {str(key): key for key in enrolments}
        self.days = {str(day): day for day in days}
        for name, known in (("present", self.cells), ("held", self.days)):
            field: Any = self.fields[name]
            field.choices = [(text, text) for text in known]

    def clean_listed(self) -> list[int]:
        return known_of(self.cleaned_data["listed"].split(), self.enrolments)

    def clean_shown(self) -> list[PresenceCell]:
        return known_of(self.cleaned_data["shown"].split(), self.cells)

    def clean_held(self) -> list[date]:
        return known_of(self.cleaned_data["held"], self.days)

    def clean_present(self) -> list[PresenceCell]:
        return known_of(self.cleaned_data["present"], self.cells)


def known_of(words: Iterable[str], known: Mapping[str, Any]) -> list[Any]:
    """What the words of a form stand for."""
    words = list(words)
    if any(word not in known for word in words):
        raise ValidationError(CHANGED["invalid_choice"])
    return [known[word] for word in words]


class CompletionForm(TokenForm):
    """Who of a class completed it, with their certificates; those of whom it is said already are left out."""

    def __init__(self, *args: Any, enrolments: Collection[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = enrolments
        for each in enrolments:
            self.fields[f"done-{each.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"certificate-{each.pk}"] = forms.CharField(
                max_length=100, required=False, widget=forms.TextInput(attrs=CERTIFICATE)
            )

    @property
    def lines(self) -> list[tuple[Enrolment, Any, Any]]:
        return [(each, self[f"done-{each.pk}"], self[f"certificate-{each.pk}"]) for each in self.enrolments]

    @property
    def said(self) -> list[tuple[Enrolment, bool, str]]:
        """Each who stood on the page, with whether they completed, and their certificate if so."""
        sent = self.cleaned_data
        shown = [each for each in self.enrolments if f"certificate-{each.pk}" in self.data]
        done = ((each, sent[f"done-{each.pk}"], sent[f"certificate-{each.pk}"]) for each in shown)
        return [(each, completed, certificate if completed else "") for each, completed, certificate in done]


class BusinessForm(RecordForm):
    """A business of somebody on the register, whose page may have led here, or of anybody by name."""

    person = FoundField(
        Person.objects.visible_to(None),  # the form knows the user
        to_field_name="public_id",
        label="在册的创业者",
        required=False,
        help_text="按姓名、拼音或证件号码查找；不在册的不选，填下面的姓名",
        error_messages={"invalid_choice": "管辖范围内没有这个人"},
    )

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        named = (initial or {}).get("person", "")
        super().__init__(*args, initial={**(initial or {}), "person": named if is_uuid(named) else None}, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = Person.objects.visible_to(self.user)
        if not self.is_new:
            del self.fields["person"]
        if self.instance.person_id or self.initial["person"] or self.data.get("person"):
            del self.fields["founder"]
        elif not self.is_new:
            self.fields["founder"].required = True
        self.suggest("support", ("一次性创业补贴", "创业担保贷款", "创业培训", "场地支持", "税费减免"))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("person"):
            self.instance.founder = ""
        elif "founder" in self.fields and not asked.get("founder") and "person" in asked:
            self.add_error("founder", "请选在册的创业者，或填创业者姓名")
        return asked


def is_uuid(text: Any) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
