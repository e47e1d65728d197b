"""The form in which the town sets a rule, and what it set before."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from core.forms import form_field
from core.personal_data.names import user_label
from doubts.catalogue import DoubtRule
from doubts.models import RuleSetting

SEPARATORS = re.compile(r"[、，,；;\n]+")
MOST = 1_000_000
SHOWN = 20
PREFIX = "of_"


class WordsField(forms.CharField):
    """Several words in a line, separated by 、 as people write them; only some of `known`, where that is given."""

    def __init__(self, *, known: Sequence[str] = (), **kwargs: Any) -> None:
        self.known = known
        super().__init__(max_length=500, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = list(dict.fromkeys(filter(None, map(str.strip, SEPARATORS.split(super().clean(value))))))
        if not words:
            raise ValidationError(self.error_messages["required"], code="required")
        if unknown := [word for word in words if self.known and word not in self.known]:
            raise ValidationError(f"不认识“{unknown[0]}”，可以用的有：{'、'.join(self.known)}")
        return words


def field_for(rule: DoubtRule, name: str, written: DoubtRule) -> forms.Field:
    """The field of one parameter, as its default value in the file is: a number or words."""
    label, usual = rule.labels[name], written.parameters[name]
    if not isinstance(usual, list):
        return forms.IntegerField(label=label, min_value=0, max_value=MOST, help_text=f"原来是 {usual}")
    known = usual if name in rule.closed else ()
    return WordsField(label=label, known=known, help_text=f"用顿号隔开。原来是 {shown(usual)}")


class RuleSettingForm(forms.ModelForm):
    """The switch, the days and the numbers of `rule` as it holds now; `written` is the one of the file."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = RuleSetting
        fields = ("enabled", "since", "until", "reason")
        formfield_callback = form_field
        help_texts = {"since": "不填就一直查", "until": "不填就一直查"}

    def __init__(self, *args: Any, rule: DoubtRule, written: DoubtRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule, self.written = rule, written
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")
        for name, value in rule.parameters.items():
            self.fields[f"{PREFIX}{name}"] = field_for(rule, name, written)
            self.initial[f"{PREFIX}{name}"] = value
        self.fields["reason"] = self.fields.pop("reason")  # asked last
        self.initial.update(enabled=str(rule.enabled), since=rule.since, until=rule.until, reason="")
        self.initial["seen"] = latest(rule.code)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name, value in list(found.items()):
            least = found.get(name.replace("max_", "min_", 1))
            if name.startswith(f"{PREFIX}max_") and value is not None and least is not None and value < least:
                self.add_error(name, "不能小于上面的最低值")
        if not self.errors and (found.get("seen") or 0) < latest(self.rule.code):
            self._show_both()
        return found

    def _show_both(self) -> None:
        """Somebody has saved since: shown again, the form rests on that."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(latest(self.rule.code))
        self.data = data
        told = next(settings_before(self.rule))
        raise ValidationError(f"{told.who}刚才改过，现在是：{told.words}。下面是您填的，再按一次“保存”就照您填的。")

    def save(self, commit: bool = True) -> Any:
        given = {name: self.cleaned_data[f"{PREFIX}{name}"] for name in self.rule.parameters}
        usual = self.written.parameters
        self.instance.parameters = {name: value for name, value in given.items() if value != usual[name]}
        self.instance.code = self.rule.code
        return super().save(commit)


class SettingBefore(NamedTuple):
    """What a rule was set to once, by whom and why."""

    at: datetime
    who: str
    reason: str
    words: str


def latest(code: str) -> int:
    """The newest row of history; 0 where nobody has set the rule."""
    return (
        RuleSetting.history.filter(code=code).order_by("-history_id").values_list("history_id", flat=True).first() or 0
    )


def settings_before(rule: DoubtRule) -> Iterator[SettingBefore]:
    """The newest settings of the rule, the last one first."""
    rows = RuleSetting.history.filter(code=rule.code).select_related("history_user").order_by("-history_id")[:SHOWN]
    for row in rows:
        yield SettingBefore(row.history_date, user_label(row.history_user), row.reason, _words(rule, row))


def _words(rule: DoubtRule, row: Any) -> str:
    days = f"{row.since or ''} 至 {row.until or ''}" if row.since or row.until else ""
    numbers = (f"{rule.labels.get(name, name)}：{shown(value)}" for name, value in row.parameters.items())
    return "，".join(filter(None, ("启用" if row.enabled else "停用", days, *numbers)))


def shown(value: Any) -> str:
    """A parameter's value in words."""
    return "、".join(value) if isinstance(value, list) else str(value)
