"""What is asked about an account; what may be given to it, accounts/giving.py says."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import keeping, passwords
from accounts.models import User
from accounts.posts import POSTS
from accounts.users.wording import offered_divisions, roles_for
from core.forms import TokenForm

CHANGED_MEANWHILE = "您打开这一页以后，别人改过这个账号。现在是：{now}。下面是您填的；再点一次保存，就以您填的为准。"


class AccountForm(TokenForm):
    """Name, role and divisions of an account, new or not."""

    name = forms.CharField(label="姓名", max_length=150)
    username = forms.CharField(
        label="用户名", max_length=150, help_text="登录时输入，字母或数字，如姓名的拼音；以后不能改"
    )
    role = forms.ChoiceField(
        label="角色",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "您不能给这个角色，请在列出的角色中选择"},
    )
    keeps_clerks = forms.BooleanField(
        label="可以管理经办员账号", required=False, help_text="只对镇级经办人员有用：新建、修改、停用本镇经办员的账号"
    )
    divisions = forms.ModelMultipleChoiceField(
        queryset=None,
        label="管辖区划",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少勾选一个区划",
            "invalid_choice": "“%(value)s”不在您的管辖范围内，请重新勾选",
            "invalid_pk_value": "“%(pk)s”不是区划代码，请重新勾选",
        },
    )
    post = forms.ChoiceField(label="平台人员", required=False, help_text="这是谁的账号；离岗后这里会提醒")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, on: date, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.account = by, account
        fields: Any = self.fields
        self.roles = roles_for(by)
        fields["role"].choices = [(each.value, each.label) for each in self.roles]
        fields["divisions"].queryset = offered_divisions(by)
        found = [
            (each.key, f"{each.place} {each.name}") for post in POSTS for each in post.holders_without_account(by, on)
        ]
        fields["post"].choices = [("", self._as_it_is()), *found]
        self._leave_out(fields, found)
        if account:
            self.initial = {**beginning(account), **self.initial}

    def _as_it_is(self) -> str:
        """What stays where no post is chosen."""
        linked = [each for post in POSTS for each in post.holders_of(self.account)] if self.account else []
        places = "、".join(f"{each.place} {each.name}" for each in linked)
        return f"不变（已关联：{places}）" if places else "不关联"

    def _leave_out(self, fields: Any, found: list[Any]) -> None:
        """What cannot be answered here is not asked."""
        own = self.account is not None and self.account.pk == self.by.pk
        gone = {
            "username": self.account is not None,
            "keeps_clerks": own or self.by.role != User.Role.ADMINISTRATOR,
            "role": own,
            "divisions": own,
            "post": not found,
        }
        for name in (name for name, is_gone in gone.items() if is_gone):
            del fields[name]

    def clean_seen(self) -> int:
        seen = self.cleaned_data["seen"]
        if self.account and seen != (version := self.account.version):
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["seen"] = str(version)
            self.data = data
            self.add_error(None, CHANGED_MEANWHILE.format(now=summary(self.account)))
        return int(seen or 0)

    @transaction.atomic
    def save(self) -> User | None:
        """The account; None where it was refused, and then the form says why."""
        given = self.cleaned_data
        said = {"name": given["name"], "keeps_clerks": given.get("keeps_clerks")}
        said |= {"role": given.get("role", ""), "divisions": [each.pk for each in given.get("divisions", ())]}
        try:
            with transaction.atomic():
                user = self._keep(**said)
        except ValidationError as faults:
            self.add_error(None, self._placed(faults))
            return None
        for post in POSTS if given.get("post") else ():
            post.link(given["post"], user, self.by)
        return user

    def _keep(self, **said: Any) -> User:
        if self.account:
            return keeping.change(self.account, **said, by=self.by)
        said["keeps_clerks"] = bool(said["keeps_clerks"])
        self.password = passwords.random_password()
        return keeping.add(
            username=self.cleaned_data["username"], password=self.password, initial=True, by=self.by, **said
        )

    def _placed(self, faults: ValidationError) -> ValidationError:
        """Each fault at its field; above the form where the page has no such field."""
        placed: dict[str, Any] = {}
        for name, errors in faults.update_error_dict({}).items():
            placed.setdefault(name if name in self.fields else "__all__", []).extend(errors)
        return ValidationError(placed)


def beginning(account: User) -> dict[str, Any]:
    """What the form of an account begins with."""
    return {
        "name": account.first_name,
        "role": account.role,
        "keeps_clerks": account.keeps_clerks,
        "divisions": account.division_codes,
        "seen": account.version,
    }


def summary(account: User) -> str:
    """An account in one line."""
    return f"{account.first_name}，{account.get_role_display()}，管辖{account.division_names}"


class EndForm(TokenForm):
    """From when an account lets nobody in, and why."""

    ended_on = forms.DateField(
        label="停用日期",
        help_text="从这一天起不能登录",
        widget=forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="如：调离、换人经办")
