"""今年的方案和上年基数: the plan's document and last year's figures, as their registers take them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from core.files import documents
from core.files.uploads import refuse_too_large
from core.forms import RecordForm, record_form
from core.models import Document
from core.records import Record
from core.wall import everywhere
from oversight.models import Baseline, OrganisationDocument
from scoring.catalogue import rubric_for
from scoring.years import Target

PLAN = OrganisationDocument.Kind.ACTION_PLAN
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
OVERTAKEN = "另一个窗口刚刚改过这一项，请核对后再保存"


def file_field(label: str) -> forms.FileField:
    picker = forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"})
    told = "PDF、JPG、PNG、Word（.docx）或 Excel（.xlsx）"
    return forms.FileField(label=label, required=False, help_text=told, widget=picker, validators=[refuse_too_large])


class ProofsForm(forms.Form):
    """The files that say so."""

    plan = file_field("方案文件")
    figures = file_field("上年基数的依据")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields:
            if file := cleaned.get(name):
                try:
                    documents.format_of(file)
                except ValidationError as foreign:
                    self.add_error(name, foreign)
        return cleaned


@everywhere("the administrator sets up their own town")
def on_register(model: Any, **key: Any) -> Record:
    """The record with this key; a new one where there is none."""
    return model.objects.filter(**key).first() or model(**key)


class YearPlan:
    """The parts of the step as one form. A part that was left as it was is not saved."""

    def __init__(self, data: Any, files: Any, *, user: Any, town: str, on: date) -> None:
        self.user, self.on, self.town, self.data = user, on, town, data
        self.proofs = ProofsForm(data, files)
        of_plan = {"town_id": town, "year": on.year, "kind": PLAN}
        make = record_form(OrganisationDocument, ("name", "number", "issued_on", "leader"))
        filled = bool(files and files.get("plan"))
        self.plan = self._part(make, OrganisationDocument, "document", ("name", "number", "leader"), of_plan, filled)
        self.figures = [self._figure(indicator) for indicator in Baseline.Indicator]

    def _figure(self, indicator: Baseline.Indicator) -> RecordForm:
        key = {"town_id": self.town, "year": self.on.year - 1, "indicator": indicator.value}
        form = self._part(record_form(Baseline, ("value",)), Baseline, indicator.value, ("value",), key)
        form.fields["value"].label, form.fields["value"].required = indicator.label, False
        return form

    def _part(
        self, make: Any, model: Any, prefix: str, telling: tuple[str, ...], key: dict[str, Any], filled: bool = False
    ) -> RecordForm:
        """The form of a record: bound where one of its `telling` fields says something, or it is there already."""
        record = on_register(model, **key)
        sent = self.data is not None and any(self.data.get(f"{prefix}-{name}", "").strip() for name in telling)
        data = self.data if sent or (filled and self.data is not None) else None
        form: RecordForm = make(data, instance=record, prefix=prefix, user=self.user, on=self.on, given=key)
        form.use_required_attribute = False
        del form.fields["token"]  # saved twice, the step is the same
        return form

    def __iter__(self) -> Iterator[Any]:
        return iter([self.proofs, self.plan, *self.figures])

    @property
    def all(self) -> list[Any]:
        """What the list of faults names."""
        return list(self)

    @property
    def filled(self) -> list[RecordForm]:
        return [form for form in (self.plan, *self.figures) if form.is_bound]

    @property
    def base_year(self) -> int:
        return self.on.year - 1

    @property
    def targets(self) -> list[Target]:
        """What the plan wants in numbers, as the year's rubric says it."""
        return [each for each in rubric_for(self.on.year).targets.values() if each.value]

    def is_valid(self) -> bool:
        fine = all([form.is_valid() for form in (self.proofs, *self.filled)])
        if fine and self.proofs.cleaned_data.get("figures") and not self._kept_figures():
            self.proofs.add_error("figures", "先填上年的数，再传依据")
        elif fine and not self.filled:
            self.proofs.add_error(None, "还什么都没有填；现在没有，可以点“以后再办”")
        for form in self.filled if fine else ():
            if form.meanwhile:
                form.add_error(None, OVERTAKEN)
        return fine and not any(form.errors for form in (self.proofs, *self.filled))

    def _kept_figures(self) -> list[RecordForm]:
        return [form for form in self.figures if form.is_bound]

    @transaction.atomic
    def save(self) -> None:
        for form in self.filled:
            form.save()
        sent = self.proofs.cleaned_data
        if sent.get("plan"):
            self._attach(self.plan.instance, sent["plan"], "行动方案")
        for form in self._kept_figures() if sent.get("figures") else ():
            self._attach(form.instance, sent["figures"], f"{self.base_year}年基数")

    def _attach(self, record: Record, file: Any, proves: str) -> None:
        """Keep the file with the record, unless the same is there."""
        known = Document.objects.of(record).filter(sha256=documents.digest(file))
        if not known.exists():
            documents.attach(record=record, file=file, proves=proves, by=self.user)
