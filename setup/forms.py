"""What the steps before the first account are asked: the code, the town, its villages, the administrator."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.files.pasting import FileOrPasteForm
from core.files.uploads import refuse_too_large
from core.models import Division, Village
from core.reference import files
from core.reference.county import CountyList

#: A line of what the list lacks: the code, then the name.
LINE = re.compile(r"(\d+)[\s,，、:：]*(\S.*)")
#: So many faults of a file are told at once.
FAULTS_SHOWN = 20
TOWN_DIGITS, VILLAGE_DIGITS = Division.Level.TOWN, Division.Level.VILLAGE


class CodeForm(forms.Form):
    code = forms.CharField(
        label="设置码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )


class ChosenTownForm(forms.Form):
    """A town of the list; `seen` is the one that was settled when the page was shown."""

    town = forms.CharField()
    seen = forms.CharField(required=False)


class NewTownForm(forms.Form):
    """A town that the list lacks."""

    code = forms.CharField(label="乡镇代码", max_length=20, help_text="统计用区划代码的前 9 位，例如 430529104")
    name = forms.CharField(label="乡镇名称", max_length=50)

    def clean_code(self) -> str:
        code = digits(self.cleaned_data["code"])
        if len(code) != TOWN_DIGITS:
            raise ValidationError(f"乡镇代码是 {TOWN_DIGITS} 位数字")
        county = Division.objects.everywhere("the code list is public").filter(pk=code[: Division.Level.COUNTY])
        if not county.exists():
            raise ValidationError(f"没有代码为 {code[: Division.Level.COUNTY]} 的县市区，请核对前 6 位")
        return code


class DivisionListForm(FileOrPasteForm):
    """The list of another county, as a file."""

    file = forms.FileField(
        label="区划名单",
        required=False,
        validators=[refuse_too_large],
        help_text="Excel 工作簿（.xlsx）或 CSV，首行是“区划代码”“名称”；县、乡镇、村各一行，一个文件一个县",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
        error_messages={"empty": "这个文件是空的，请重新选择"},
    )

    def clean(self) -> dict[str, Any]:
        """`file` is its rows, code and name; what is wrong is said row by row."""
        sent = super().clean()
        if not self.errors:
            try:
                sent["file"] = self._rows(sent["file"])
            except ValidationError as broken:
                self.add_error("file", broken)
        return sent

    def _rows(self, file: Any) -> list[tuple[str, str]]:
        kind = CountyList()
        with NamedTemporaryFile() as kept:
            kept.writelines(file.chunks())
            kept.flush()
            try:
                entries = kind.understood(files.read(Path(kept.name), kind.columns))
            except files.BrokenFile as broken:
                raise ValidationError([files.told(fault) for fault in broken.faults[:FAULTS_SHOWN]]) from broken
        return [(code, name) for code, (name,) in entries.items()]


class VillagesForm(forms.Form):
    """The villages that take part, those of them that should have a platform, and those that the list lacks."""

    town = forms.CharField(widget=forms.HiddenInput)
    villages = forms.MultipleChoiceField(label="参加的村社区", required=False)
    required = forms.MultipleChoiceField(label="应建平台", required=False)
    missing = forms.CharField(
        label="名单里没有的村社区",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个：12 位代码，空一格，名称。例如：430529104299 新村",
    )

    def __init__(self, *args: Any, town: str, listed: Sequence[Division], known: Mapping[str, bool], **kw: Any) -> None:
        """`known` are the villages that take part already, and whether each should have a platform."""
        codes = [each.pk for each in listed]
        initial = {"town": town, "villages": [*known] or codes}
        initial["required"] = [code for code in codes if known.get(code, True)]
        super().__init__(*args, **kw | {"initial": initial})
        self.listed = listed
        for name in ("villages", "required"):
            self.fields[name].choices = [(each.pk, each.name) for each in listed]  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = "%(value)s 不是这个乡镇的村（社区）"

    def clean_missing(self) -> dict[str, str]:
        """Names by code."""
        found: dict[str, str] = {}
        for line in unicodedata.normalize("NFKC", self.cleaned_data["missing"]).splitlines():
            if line.strip():
                code, name = self._read(line.strip())
                if code in found or code in {each.pk for each in self.listed}:
                    raise ValidationError(f"代码 {code} 重复了，名单里已有或写了两次")
                found[code] = name
        return found

    def _read(self, line: str) -> tuple[str, str]:
        told, town = LINE.fullmatch(line), self.initial["town"]
        if not told or len(told[1]) != VILLAGE_DIGITS or len(told[2]) > 50:
            raise ValidationError(f"看不懂“{line[:60]}”：应是 12 位代码，空一格，再写名称")
        if not told[1].startswith(town):
            raise ValidationError(f"代码 {told[1]} 不在本乡镇内，应以 {town} 开头")
        return told[1], told[2]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["villages"] and not cleaned["missing"]:
            self.add_error(None, "请至少选一个村（社区）；现在定不下来，可以点“以后再办”")
        return cleaned

    @property
    def chosen(self) -> dict[str, bool]:
        """Every village that takes part, by code, with whether it should have a platform; for a valid form."""
        required = self.cleaned_data["required"]
        ticked = {code: code in required for code in self.cleaned_data["villages"]}
        return ticked | dict.fromkeys(self.cleaned_data["missing"], bool(Village.platform_required.field.default))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each village of the list with its two ticks, as they were sent or begin."""
        ticked, required = self["villages"].value() or [], self["required"].value() or []
        return [
            {"village": each, "is_ticked": each.pk in ticked, "is_required": each.pk in required}
            for each in self.listed
        ]


class AdministratorForm(forms.Form):
    """The first account. Its password is typed twice, and shown never."""

    username = forms.CharField(
        label="用户名",
        max_length=150,
        help_text="登录时用，字母、数字或汉字，例如 guanli",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=150)
    password = forms.CharField(
        label="密码",
        strip=False,
        help_text="至少 8 个字符，不能全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输入一次密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "两次输入的密码不同")
        if "password" in cleaned:
            user = User(username=cleaned.get("username", ""), first_name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned


def digits(text: str) -> str:
    """A code as it is meant: without blanks, in plain digits; blank where it is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain if plain.isascii() and plain.isdecimal() else ""
