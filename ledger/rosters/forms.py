"""What the pages of lists that others made ask: a list, which column is what, and whose value counts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from core.fields import PrivateInput
from core.files.pasting import FileOrPasteForm
from core.forms import TokenForm
from core.pages.days import FIRST, LAST
from ledger.cells import as_text, normalise
from ledger.models import ImportJob, RefusedCell, RosterColumn, RosterCorrection
from ledger.parsed_sheet import is_reason
from ledger.refusals import masked_text
from ledger.rosters.decisions import Decision
from ledger.rosters.layouts import Layout

NOT_READ = "不读取"
LONGEST = RosterCorrection._meta.get_field("text").max_length


class ListDayField(forms.DateField):
    """The day of a list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label="名册是哪一天的",
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
            validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
            **more,
        )


def refuse_personal(text: str) -> None:
    """What holds for all rows is kept and shown, and so may be no number of one person."""
    digits = re.sub(r"[\s-]", "", as_text(normalise(text)))
    if masked_text(digits) != digits:
        raise ValidationError("这里写的对每一行都算数，不能是某个人的证件号码、电话或账号", code="personal")


class RosterUploadForm(FileOrPasteForm, TokenForm):
    """A list that others made."""

    layout = forms.ChoiceField(
        label="版式", required=False, widget=forms.Select(attrs={"class": "form-select"}), help_text="一般不用选"
    )
    as_of = ListDayField(help_text="不填就从文件名和表头里找")
    field_order = ("token", "file", "pasted", "layout", "as_of")

    def __init__(self, *args: Any, titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "名册文件（.xlsx、.xls、.ods、.csv、.txt）"
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"
        self.fields["layout"].choices = [("", "自动认"), *titles.items()]  # type: ignore[attr-defined]


class RosterColumnsForm(forms.Form):
    """Which column of a worksheet is what. `table` is what it was taken for, `columns` are its own."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    layout = forms.ChoiceField(label="版式", widget=forms.Select(attrs={"class": "form-select"}))
    as_of = ListDayField()
    is_shared = forms.BooleanField(label="别的乡镇的同样表格也这样读", required=False)

    def __init__(
        self, *args: Any, table: Mapping[str, Any], columns: Iterable[RosterColumn], layout: Layout,
        pairs: Mapping[str, str], titles: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        known = list(columns)
        self.table, self.columns = table, [column for column in known if not is_reason(column.source)]
        self._reasons = [column.place for column in known if is_reason(column.source)]
        self.fields["layout"].choices = list(titles.items())  # type: ignore[attr-defined]
        offered = [("", NOT_READ), *((name, _offered(layout, name)) for name in layout.headings)]
        for column in self.columns:
            self.fields[f"at_{column.place}"] = forms.ChoiceField(
                label=column.source, choices=offered, required=False, initial=next(iter(column.headings), ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip
        self.constants = list(dict.fromkeys([*pairs, *(part for item in table["lacks"] for part in item.split("|"))]))
        for number, name in enumerate(self.constants):
            self.fields[f"all_{number}"] = forms.CharField(
                label=name, required=False, max_length=60, initial=pairs.get(name, ""), validators=[refuse_personal],
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or self.cleaned_data
        first: dict[str, forms.BoundField] = {}
        for _, field in self.rows():
            if (name := sent.get(field.name)) and first.setdefault(name, field).name != field.name:
                wrong = f"“{name}”已经是“{first[name].label}”这一列，一样内容只能读一列"
                self.add_error(field.name, ValidationError(wrong, code="twice"))
        return sent

    def rows(self) -> list[tuple[RosterColumn, forms.BoundField]]:
        """Each column of the file with the field that says what it is."""
        return [(column, self[f"at_{column.place}"]) for column in self.columns]

    def lacking(self) -> list[forms.BoundField]:
        """The headings that no column has, which may be said for all rows."""
        return [self[f"all_{number}"] for number in range(len(self.constants))]

    @property
    def another_layout(self) -> bool:
        return bool(self.cleaned_data["layout"] != self.table["layout"])

    def places(self) -> dict[str, int]:
        """The column of each heading, counted without that of reasons.

        What a column is besides what it is called here stays unless it is changed.
        """
        found: dict[str, int] = {}
        for column, field in self.rows():
            if self.cleaned_data[field.name] == field.initial:
                found |= {name: column.place for name in column.headings if name not in found}
        for column, field in self.rows():
            if (name := self.cleaned_data[field.name]) and name != field.initial:
                found[name] = column.place
        return {name: place - sum(reason < place for reason in self._reasons) for name, place in found.items()}

    def pairs(self) -> dict[str, str]:
        """What is said for all rows."""
        told = {name: self.cleaned_data[f"all_{number}"] for number, name in enumerate(self.constants)}
        return {name: text for name, text in told.items() if text}


def _offered(layout: Layout, name: str) -> str:
    """A heading with the ledger's columns that it feeds."""
    fed = "、".join(each.replace(".", "·") for each in layout.fed_by[name])
    return f"{name}（{fed}）" if fed else name


class CorrectionForm(forms.Form):
    """What refused cells are to say instead, several at once; a blank field leaves its cell as it is."""

    PREFIX = "right_"

    def __init__(self, *args: Any, cells: Iterable[RefusedCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = list(cells)
        for cell in self.cells:
            self.fields[self._name(cell)] = forms.CharField(
                required=False, max_length=LONGEST,
                widget=PrivateInput(attrs={
                    "class": "form-control", "autocomplete": "off",
                    "aria-label": f"第 {cell.row} 行 {cell.column} 改为",
                }),
            )  # fmt: skip

    def field_of(self, cell: RefusedCell) -> forms.BoundField:
        return self[self._name(cell)]

    def texts(self) -> dict[int, str]:
        """What was typed, by the key of the refused cell."""
        typed = {cell.pk: self.cleaned_data[self._name(cell)] for cell in self.cells}
        return {key: text for key, text in typed.items() if text}

    def _name(self, cell: RefusedCell) -> str:
        return f"{self.PREFIX}{cell.pk}"


def correctable(
    job: ImportJob, cells: Iterable[RefusedCell], user: Any
) -> list[tuple[RefusedCell, forms.BoundField | None]]:
    """Refused cells, each with the field that puts it right; None where the user can't do that on the page."""
    may_say = job.may_be_decided_by(user)
    form = CorrectionForm(cells=[cell for cell in cells if may_say and cell.may_be_put_right])
    return [(cell, form.field_of(cell) if cell in form.cells else None) for cell in cells]


class DecisionForm(forms.Form):
    """Whose value counts, in one row (`about`) or in a whole column: said by the button that was pressed."""

    _WORDS = "|".join(Decision.values)
    row = forms.RegexField(rf"^({_WORDS}) [0-9]{{1,15}}$", required=False)
    column = forms.RegexField(rf"^({_WORDS}) \w+·\w+$", required=False)

    def said(self) -> dict[str, Any]:
        """What the action is told."""
        row, column = self.cleaned_data["row"], self.cleaned_data["column"]
        word, _, about = (column or row).partition(" ")
        told = {"column": about} if column else {"about": int(about) if about else None}
        return {"decision": word or Decision.ASK, **told}
