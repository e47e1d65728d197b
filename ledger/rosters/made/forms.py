"""What is asked of whoever makes a layout: what the columns of a list mean, how they are read, and its file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import PrivateText
from core.files.uploads import refuse_too_large
from core.forms import TokenForm
from ledger import cells
from ledger.cells import Fault
from ledger.columns import Reference, SheetColumn
from ledger.models import RosterLayout
from ledger.rosters.amounts import money
from ledger.rosters.days import BareMonth, day_told
from ledger.rosters.forms import refuse_personal
from ledger.rosters.headings import DEEPEST
from ledger.rosters.layout_files import UNITS, WrongLayout
from ledger.rosters.layout_texts import LONGEST, comments_in, texts_in
from ledger.rosters.layouts import FILE_DATE, FIRST, ID_NUMBER, LAST
from ledger.rosters.made.drawing import NOTHING, REFUSED, Drawing
from ledger.rosters.made.known import understood
from ledger.rosters.made.meanings import Fed, drawable_sheets, meanings_of
from ledger.rosters.made.proposing import ledger_columns
from ledger.rosters.recognising import STARTS
from ledger.rosters.records import key_names
from ledger.rosters.words import BLANKS, squeezed, yes_or_no
from ledger.sheets import SHEETS_BY_NAME
from ledger.sheets.labor import EmploymentSheet

TITLE = 60
OWN_VILLAGE = f"@{ID_NUMBER}.村代码"


def _select(**told: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "form-select"}), **told)


def _text(**told: Any) -> forms.CharField:
    return forms.CharField(widget=forms.TextInput(attrs={"class": "form-control"}), **told)


class SheetsForm(forms.Form):
    """The sheets of the ledger of which each row of a list becomes a row."""

    sheet = forms.MultipleChoiceField(
        label="每一行要写进台账的哪些表", widget=forms.CheckboxSelectMultiple,
        choices=[(name, name) for name in drawable_sheets()], error_messages={"required": "至少选一张表"},
    )  # fmt: skip


class HeaderPlaceForm(forms.Form):
    """Where the header of a list stands, if it was not found."""

    sheet = forms.ChoiceField(label="工作表", widget=forms.Select(attrs={"class": "form-select"}))
    row = forms.IntegerField(label="表头从第几行起", min_value=1, max_value=STARTS)
    depth = forms.IntegerField(label="表头有几行", min_value=1, max_value=DEEPEST)

    def __init__(self, *args: Any, sketch: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial={name: sketch[name] for name in self.base_fields}, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sketch["sheets"]]  # type: ignore[attr-defined]


class MeaningsForm(TokenForm):
    """What each column of a list means, and what the layout is called."""

    title = _text(label="版式名称", max_length=TITLE, help_text="例如“乡村振兴局帮扶台账”，以后上传时看得到")
    is_shared = forms.BooleanField(label="别的乡镇也可以用", required=False)

    def __init__(self, *args: Any, columns: Sequence[Mapping[str, Any]], sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.sheets = columns, sheets
        for column in columns:
            if path := column["path"]:
                self.fields[f"is/{path}"] = _select(label=column["source"], choices=meanings_of(sheets))

    def rows(self) -> Iterator[tuple[Mapping[str, Any], forms.BoundField | None]]:
        """Each column of the list with the field that says what it means; None where it can't be told apart."""
        for column in self.columns:
            yield column, self[f"is/{column['path']}"] if column["path"] else None

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip()
        refuse_personal(title)
        return str(title)

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or self.cleaned_data
        first: dict[str, str] = {}
        for path, meaning in self.means.items():
            if meaning and first.setdefault(meaning, path) != path:
                told = f"“{dict(self._labels())[meaning]}”已经是“{first[meaning]}”这一列，一样内容只能读一列"
                self.add_error(f"is/{path}", ValidationError(told, code="twice"))
            elif meaning and self._stands_elsewhere(meaning, path):
                told = f"文件里另有一列就叫“{meaning}”，请把那一列读作“{meaning}”，或先在文件里改掉它的标题"
                self.add_error(f"is/{path}", ValidationError(told, code="elsewhere"))
        if not self.errors:
            self._ask_for_each_sheet()
        return sent

    @property
    def means(self) -> dict[str, str]:
        told = (
            (name.removeprefix("is/"), value) for name, value in self.cleaned_data.items() if name.startswith("is/")
        )
        return {path: meaning for path, meaning in told if meaning}

    def said(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more with the details."""
        names = ("title", "is_shared", *(name for name in self.fields if name.startswith("is/")))
        return [(name, value) for name in names if (value := self.data.get(name, ""))]

    @property
    def drawing(self) -> Drawing:
        return Drawing(self.columns, self.sheets, self.means)

    def _labels(self) -> Iterator[tuple[str, str]]:
        return (each for group, told in meanings_of(self.sheets) if group for each in told)

    def _stands_elsewhere(self, meaning: str, path: str) -> bool:
        own = (each["path"] for each in self.columns if each["path"] != path)
        return "." not in meaning and any(other.rpartition("/")[2] == meaning for other in own)

    def _ask_for_each_sheet(self) -> None:
        fed = {each.sheet for _, each, _ in self.drawing.fed()}
        for sheet in self.sheets:
            if sheet not in fed:
                self.add_error(None, f"“{sheet}”一列也没有对上：指出哪一列是它的，或者不选这张表")
            elif any(column.column_name == ID_NUMBER for column in self.drawing.unfed(sheet)):
                self.add_error(None, f"“{sheet}”要知道是谁：请指出哪一列是证件号码，或者姓名")


class DetailsForm(TokenForm):
    """How columns are read whose words, days or amounts the ledger does not know, and what stands where none is."""

    def __init__(self, *args: Any, drawing: Drawing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawing = drawing
        for path, fed, column in drawing.fed():
            if not fed.read:
                self._ask_of_column(path, fed, column)
        for sheet in drawing.sheets:
            for column in drawing.unfed(sheet):
                self._ask_of_missing(sheet, column)
            self._ask_of_sheet(sheet)

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "token" and value}

    def asked(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "token"]

    def _ask_of_column(self, path: str, fed: Fed, column: SheetColumn) -> None:
        words = self.drawing.words_of(path)
        if isinstance(column.widget, cells.CodeList | cells.YesNo):
            self._ask_of_words(path, fed, column, words)
        elif isinstance(column.widget, cells.Day):
            if not (column.widget.month_starts or column.widget.month_ends) and any(map(_is_month, words)):
                choices = [("", "不认，拒绝"), (FIRST, "月初一号"), (LAST, "月底最后一天")]
                self.fields[f"month/{path}"] = _select(label=f"“{path}”只写到月的，算哪一天", choices=choices)
        elif isinstance(column.widget, cells.Money):
            choices = [("", "元（每月）"), *((unit, unit) for unit in UNITS)]
            label = f"“{path}”的单位"
            self.fields[f"unit/{path}"] = _select(label=label, choices=choices, initial=_unit_in(path))
            if any(money(word, lower=True) and not money(word) for word in words):
                self.fields[f"lower/{path}"] = forms.BooleanField(label=f"“{path}”写成几到几的，取低的", required=False)

    def _ask_of_words(self, path: str, fed: Fed, column: SheetColumn, words: Sequence[str]) -> None:
        known = {*ledger_columns().words.get(f"{fed.sheet}.{fed.column}", {}), *map(squeezed, column.choices)}
        choices = [(REFUSED, "不认，拒绝"), (NOTHING, "当作没有填"), *((each, each) for each in column.choices)]
        for word in words:
            is_answer = isinstance(column.widget, cells.YesNo) and yes_or_no(word) is not None
            if not (is_answer or word in BLANKS or squeezed(word) in known):
                label = f"“{path}”里的“{word}”是"
                self.fields[f"word/{path}/{word}"] = _select(label=label, choices=choices)

    def _ask_of_missing(self, sheet: str, column: SheetColumn) -> None:
        name = f"{sheet}.{column.column_name}"
        label = f"{sheet}·{column.column_name}：文件里没有，各行都是"
        usual = ledger_columns().defaults.get(name, "")
        if column.choices:
            choices = [("", "（没有）"), *((each, each) for each in column.choices)]
            self.fields[f"default/{name}"] = _select(label=label, choices=choices, initial=usual)
        elif isinstance(column.widget, cells.Day):
            choices = [("", "（没有）"), (FILE_DATE, "名册的日期")]
            self.fields[f"default/{name}"] = _select(label=label, choices=choices, initial=usual)
        elif self.drawing.names_people(sheet) and _is_place(column):
            choices = [("", "（没有）"), (OWN_VILLAGE, "本人所在的村")]
            self.fields[f"default/{name}"] = _select(label=label, choices=choices, initial=OWN_VILLAGE)
        elif column.key and not isinstance(column, Reference) and len(key_names(SHEETS_BY_NAME[sheet])) == 1:
            serial = {"label": f"{sheet}·{column.column_name}：文件里没有，自动编号，字头", "max_length": 8}
            letters = forms.RegexField(r"^[A-Za-z0-9-]*$", required=False, **serial)
            letters.initial = ledger_columns().serials.get(name, "")
            letters.widget.attrs["class"] = "form-control"
            self.fields[f"serial/{name}"] = letters
        else:
            told = {"label": label, "initial": usual, "max_length": 60, "validators": [_refuse_default]}
            self.fields[f"default/{name}"] = _text(required=False, **told)

    def _ask_of_sheet(self, sheet: str) -> None:
        told = {"label": f"{sheet}：只更新已有的，不新增", "required": False}
        self.fields[f"update/{sheet}"] = forms.BooleanField(**told)  # type: ignore[arg-type]
        if sheet == EmploymentSheet.sheet_name:
            told = {"label": f"{sheet}：新工作开始，上一份没写结束的自动结束", "required": False}
            self.fields[f"closes/{sheet}"] = forms.BooleanField(initial=True, **told)  # type: ignore[arg-type]


def _refuse_default(text: str) -> None:
    refuse_personal(text)
    if text.startswith("@"):
        raise ValidationError("不能以 @ 开头", code="at")


def _is_place(column: SheetColumn) -> bool:
    return column.column_name in ("村代码", "就业地", "用人单位")


def _is_month(word: str) -> bool:
    with suppress(Fault):
        return isinstance(day_told(word), BareMonth)
    return False


def _unit_in(path: str) -> str:
    """The unit that a heading names."""
    much, yearly = "万元" in path, "年" in path
    return "万元/年" if much and yearly else "万元" if much else "元/年" if yearly else ""


def refuse_personal_words(told: Any) -> None:
    """A layout is shown, shared and exported; numbers of people have no place in it."""
    for text in texts_in(told):
        refuse_personal(text)


class LayoutFileForm(TokenForm):
    """The file of a layout, as text: a new one, or in place of what one says."""

    text = forms.CharField(
        label="版式文件（TOML）", max_length=LONGEST, strip=False,
        widget=PrivateText(attrs={"rows": 24, "class": "form-control", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            self.told, _ = understood(text)
        except WrongLayout as fault:
            raise ValidationError(str(fault), code="layout") from fault
        refuse_personal_words([self.told, comments_in(text)])
        return str(text)


class LayoutChangeForm(LayoutFileForm):
    """What a layout is called, who may use it, and what it says; `seen` is its mark when the page was shown."""

    title = _text(label="版式名称", max_length=TITLE, validators=[refuse_personal])
    is_shared = forms.BooleanField(label="别的乡镇也可以用", required=False)
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = ("token", "seen", "title", "is_shared", "text")

    def __init__(self, *args: Any, layout: RosterLayout, **kwargs: Any) -> None:
        initial = {"title": layout.title, "is_shared": layout.is_shared, "text": layout.text, "seen": layout.mark}
        super().__init__(*args, **kwargs | {"initial": initial})


class LayoutIntakeForm(LayoutFileForm):
    """A layout that another office made, as its file or pasted."""

    file = forms.FileField(
        label="版式文件（.toml）", required=False, validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ".toml", "class": "form-control"}),
    )  # fmt: skip
    field_order = ("token", "file", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = "或者粘贴版式文件的内容", False
        self.fields["text"].widget.attrs["rows"] = 4
        for name in ("file", "text"):
            self.fields[name].expected = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        file = self.cleaned_data.get("file")
        if file and file.size > 4 * LONGEST:
            raise ValidationError("这不是版式文件：太大了", code="large")
        if file:
            try:
                self.cleaned_data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as fault:
                raise ValidationError("这不是版式文件：应是 UTF-8 的文本", code="encoding") from fault
        if not self.cleaned_data["text"].strip():
            raise ValidationError("请选择版式文件，或者粘贴它的内容", code="nothing")
        return super().clean_text()
