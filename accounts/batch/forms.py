"""What is asked where several accounts are made, or get new slips, at once."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.batch.lists import ListedPerson, people_in, text_of
from accounts.batch.wanted import holders_without_account, villages_without_clerk
from accounts.models import User
from core.files.uploads import refuse_too_large
from core.forms import TokenForm
from foreign.faults import UnreadableWorkbook

#: So many at once: each password takes a moment to be hashed.
MOST = 100
TOO_MANY = f"一次最多 {MOST} 人，请分几次办"


class BatchForm(TokenForm):
    """People for whom accounts are wanted: ticked, pasted or uploaded. `good` are lines that were shown before."""

    holders = forms.MultipleChoiceField(
        label="还没有账号的平台人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.CharField(
        label="名单",
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="一行一人：村名（或 12 位代码），空一格，姓名。用户名由姓名的拼音自动取，想自己定就再空一格写上",
    )
    file = forms.FileField(
        label="或上传表格",
        required=False,
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
        help_text="Excel（.xlsx）或 CSV，三列：村、姓名、用户名（可不填）",
        error_messages={"empty": "这个文件是空的，请重新选择"},
    )
    good = forms.CharField(required=False, max_length=20_000, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {each.key: each for each in holders_without_account(by, on)}
        fields: Any = self.fields
        fields["holders"].choices = [(key, f"{each.place} {each.name}") for key, each in self.found.items()]
        self.initial["holders"] = list(self.found)
        there = {each.division for each in self.found.values()}
        bare = [each.name for each in villages_without_clerk(by, on) if each.pk not in there]
        self.initial["people"] = "".join(f"{name} \n" for name in bare)
        if not self.found:
            del fields["holders"]

    def clean_file(self) -> str:
        """The lines of the sheet."""
        file = self.cleaned_data["file"]
        try:
            return text_of(file) if file else ""
        except UnreadableWorkbook as unreadable:
            raise ValidationError(str(unreadable)) from unreadable

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            if not self.wanted:
                self.add_error(None, "还没有勾选或填写任何人")
            elif len(self.wanted) > MOST:
                self.add_error(None, TOO_MANY)
        return cleaned

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data["good"])

    @property
    def wanted(self) -> list[ListedPerson]:
        """Everybody on the list, those who were ticked first; for a form without errors."""
        if self.is_confirmed:
            return people_in(self.cleaned_data["good"])
        ticked = [self.found[key] for key in self.cleaned_data.get("holders", ())]
        lines = [f"{each.division}\t{each.name}" for each in ticked]
        return people_in("\n".join([*lines, self.cleaned_data["people"], self.cleaned_data["file"]]))


class ReissueForm(TokenForm):
    """The accounts that get another slip."""

    accounts = forms.ModelMultipleChoiceField(
        queryset=None,
        label="账号",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一个账号", "invalid_choice": "有的账号不归您管，或已经停用，请重新勾选"},
    )

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accounts"]
        field.queryset = accounts
        self.initial["accounts"] = list(accounts.with_slip().values_list("pk", flat=True)[:MOST])

    def clean_accounts(self) -> Any:
        chosen = self.cleaned_data["accounts"]
        if len(chosen) > MOST:
            raise ValidationError(TOO_MANY)
        return chosen
