"""What is asked about employers, and how forms find one by what is typed."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.audit import division_of
from core.forms import RecordForm, TokenForm, TownForm
from labor.employers.finding import find_employers
from labor.employers.models import Employer, EmployerName, has_number, hold_names
from labor.employers.unjoined import UnjoinedName

#: 统一社会信用代码.
CODE = re.compile("[0-9A-Z]{18}")
TYPING = "可以打小写的拼音首字母，或统一社会信用代码"
#: So many names at most are suggested.
SUGGESTED = 200


class EmployerNameForm(RecordForm):
    """A name of an employer; that nobody else has it is looked at again when nobody else can take it."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        hold_names(division_of(self.instance))
        try:
            self.instance.clean()
        except ValidationError as taken:
            raise IntegrityError from taken  # as of a key that somebody took a moment earlier
        return super().save(commit)


class EmployerForm(EmployerNameForm, TownForm):
    """An employer; who gets another name goes on to be found by the one before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "改名以后，原来的名称自动留作别的写法，以前的记录仍归这个单位"

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        before = "" if self.is_new else self.initial.get("name", "")
        employer: Any = super().save(commit)
        if before not in ("", employer.name) and not has_number(before):
            kept, is_new = EmployerName.with_voided.get_or_create(employer=employer, name=before)
            if not is_new and kept.is_voided:
                kept.voided_at, kept.void_reason = None, ""
                kept.save()
        return employer


class JoinForm(TokenForm):
    """Some texts, and the employer whom they mean: tapped beside a text, or typed for all that are ticked."""

    employer = forms.CharField(
        label="归到哪个单位", max_length=100, required=False, help_text="写名称、拼音首字母或统一社会信用代码"
    )

    def __init__(self, *args: Any, employers: Any, open_ones: list[UnjoinedName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers, self.by_key = employers, {text.key: text for text in open_ones}
        asked: Any = self.fields["employer"]
        asked.suggestions = list(employers.values_list("name", flat=True)[:SUGGESTED])
        asked.widget.attrs["list"] = "suggested-employer"
        asked.expected = True  # left blank only where an employer is tapped
        self.texts: list[UnjoinedName] = []
        self.found: Any = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        tapped, _, key = self.data.get("tapped", "").partition(" ")
        keys = [key] if key else self.data.getlist("text")  # type: ignore[attr-defined]
        self.texts = [self.by_key[each] for each in keys if each in self.by_key]
        if not self.texts:
            raise ValidationError("请勾选单位名称；刚刚归并过的不再列出")
        self.found = self._tapped(tapped) if tapped else self._typed(cleaned.get("employer", ""))
        if self.found and {text.town for text in self.texts} != {self.found.town_id}:
            raise ValidationError("只能归到同一个乡镇的用人单位")
        return cleaned

    def _tapped(self, key: str) -> Employer:
        is_key = key.isascii() and key.isdecimal() and len(key) < 19
        found: Employer | None = self.employers.filter(pk=key).first() if is_key else None
        if found is None:
            raise ValidationError("没有这个用人单位")
        return found

    def _typed(self, text: str) -> Employer | None:
        text = text.strip()
        there = self.employers.filter(town__in={each.town for each in self.texts})
        found = list(find_employers(there, text, None)) if text else []
        if len(found) == 1:
            return found[0]
        if found:
            self.add_error("employer", f"有{len(found)}个单位符合：{'、'.join(map(str, found))}，请写全")
        else:
            self.add_error("employer", "没有这个单位，请先登记用人单位" if text else "请写归到哪个单位")
        return None


class NamesEmployer:
    """A form of a record that names its employer by text: a known one is found by typing, any other text stays."""

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    suggest: Callable[..., None]
    on: date
    known_employers: Any = None

    def suggest_employers(self, employers: Any, used: Iterable[str] = ()) -> None:
        """Suggest what is used already, and those of `employers` whose names are on the list."""
        self.known_employers = employers
        self.suggest("employer", (*used, *employers.listed(self.on).values_list("name", flat=True)), most=SUGGESTED)
        self.fields["employer"].help_text = self.fields["employer"].help_text or TYPING

    def clean_employer(self) -> str:
        """Small letters, or a code, stand for the one employer whom they find; KFC is a name."""
        text: str = self.cleaned_data["employer"].strip()
        stands_for = text.isascii() and ((text.isalpha() and text.islower()) or CODE.fullmatch(text.upper()))
        if self.known_employers is None or not stands_for:
            return text
        found = list(find_employers(self.known_employers, text, None))
        if len(found) > 1:
            raise ValidationError(f"“{text}”可能是{'、'.join(map(str, found))}，请写名称")
        return found[0].name if found else text
