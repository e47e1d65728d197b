"""What somebody chooses before a list is taken along."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from core.permissions import REVEAL

WORKBOOK, PAPER = "xlsx", "paper"
FORMS = ((WORKBOOK, "Excel 工作簿"), (PAPER, "打印页"))
MASKED, WHOLE = "masked", "whole"
NUMBERS = ((MASKED, "打码"), (WHOLE, "完整"))
#: A browser lays out so many rows for a printer without trouble.
PAPER_ROWS = 2_000


class ColumnLine(NamedTuple):
    """A column on the page that asks for columns, whether it is chosen, and its place."""

    key: str
    label: str
    chosen: bool
    place: int


class ColumnsForm(forms.Form):
    """Which columns, in the order of the numbers beside them; `wanted` are those of the last time, in theirs."""

    columns = forms.MultipleChoiceField(
        label="栏目", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一栏"}
    )

    def __init__(self, *args: Any, offered: Mapping[str, str], wanted: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [*wanted, *(key for key in offered if key not in wanted)]
        columns: Any = self.fields["columns"]
        columns.initial = list(wanted)
        columns.choices = [(key, offered[key]) for key in keys]

    @property
    def lines(self) -> list[ColumnLine]:
        """The columns as the page lists them."""
        ticked = self["columns"].value() or []
        found = enumerate(self.fields["columns"].choices, start=1)  # type: ignore[attr-defined]
        return [ColumnLine(key, label, key in ticked, self._place(key) or place) for place, (key, label) in found]

    def clean_columns(self) -> list[str]:
        keys: list[str] = self.cleaned_data["columns"]
        places = {key: self._place(key) or place for place, key in enumerate(keys, start=1)}
        return sorted(keys, key=lambda key: places[key])

    def _place(self, key: str) -> int:
        """Where somebody wants the column; 0 where nothing that can be read says it."""
        text = self.data.get(f"place-{key}", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


class HowForm(forms.Form):
    """Workbook or paper, and whether numbers of people are whole: then with a reason."""

    form = forms.ChoiceField(label="形式", choices=FORMS, initial=WORKBOOK, widget=forms.RadioSelect)
    numbers = forms.ChoiceField(label="证件号码和电话", choices=NUMBERS, initial=MASKED, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="导出完整号码的事由", max_length=100, required=False, help_text="写在表上，并记入审计。选“打码”不用填。"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_perm(REVEAL):
            self.leave_masked()

    def leave_masked(self) -> None:
        """Nobody is asked whether numbers are whole: they are not."""
        self.fields.pop("numbers", None)
        self.fields.pop("reason", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("numbers") == WHOLE and not cleaned.get("reason", "").strip():
            self.add_error("reason", "导出完整号码请写明事由，例如：报县人社局核对")
        return cleaned


def refuse_too_long_for_paper(form: str, rows: int) -> None:
    if form == PAPER and rows > PAPER_ROWS:
        raise ValidationError(f"打印页最多{PAPER_ROWS:,}行，这里有{rows:,}行：请先筛选，或导出 Excel 再打印")


class TakingForm(HowForm, ColumnsForm):
    """Columns, and how they are taken along."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean_form(self) -> str:
        form: str = self.cleaned_data["form"]
        refuse_too_long_for_paper(form, self.rows)
        return form
