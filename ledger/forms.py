"""What the exchange page asks for: a workbook and what to do with it, and which division's ledger to download."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.files.pasting import FileOrPasteForm
from core.files.uploads import refuse_too_large
from core.forms import TokenForm
from core.models import Division, Village
from foreign.package import foreign_kind
from ledger.models import ImportJob

Mode = ImportJob.Mode
MODE_HINTS = {
    Mode.CHECK: "先看报告，确认后再写入",
    Mode.GOOD_ROWS: "有错的行不写，列在报告里",
    Mode.ALL_OR_NOTHING: "只要有一处错误，就什么也不写",
}
MODES = [(mode.value, mode.label) for mode in MODE_HINTS]
TOWN = int(Division.Level.TOWN)


def refuse_foreign_kind(file: Any) -> None:
    """What is no workbook at all is said at once; everything else its import finds out."""
    file.seek(0)
    fault = foreign_kind(file.read(8))
    file.seek(0)
    if fault:
        raise ValidationError(fault, code="foreign")


class UploadForm(FileOrPasteForm, TokenForm):
    """A workbook, and what to do with it."""

    file = forms.FileField(
        label="台账工作簿（.xlsx）",
        required=False,
        error_messages={"empty": foreign_kind(b"")},
        validators=[refuse_too_large, refuse_foreign_kind],
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )
    mode = forms.ChoiceField(label="怎么导入", choices=MODES, initial=Mode.CHECK, widget=forms.RadioSelect)

    def options(self) -> list[tuple[Any, str]]:
        """The ways to import, each with what it means."""
        return list(zip(self["mode"], MODE_HINTS.values(), strict=True))


class WriteForm(forms.Form):
    """How to write a workbook that was checked."""

    mode = forms.ChoiceField(choices=[choice for choice in MODES if choice[0] != Mode.CHECK])
    renames = forms.BooleanField(required=False)


class ExportForm(forms.Form):
    """One of the user's towns or villages."""

    division = forms.ChoiceField(label="区划", widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = list(exportable(user).items())


def exportable(user: Any) -> dict[str, str]:
    """The towns and villages that a user may download the ledger of, code → name, each village under its town."""
    villages = set(Village.objects.visible_to(user).values_list("code", flat=True))
    codes = villages | {code[:TOWN] for code in villages} | set(user.division_codes)
    divisions = Division.objects.visible_to(user).filter(code__in=codes, level__gte=TOWN).order_by("code")
    return {division.code: f"{'　' * (division.level > TOWN)}{division.name}" for division in divisions}
