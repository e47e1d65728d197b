"""What is asked before doubts are handed to somebody, and before one is exempted."""

from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import User
from core.forms import TokenForm
from core.personal_data.names import user_label
from core.scoping import people_of

#: An exemption lasts a year at most: then somebody looks again.
LONGEST = timedelta(days=366)
OWN_CLERKS = "own"


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")


class HandOverForm(TokenForm):
    """To whom, and by when."""

    to = forms.ChoiceField(label="交给")
    due_on = forms.DateField(label="办理期限", widget=day_input())

    def __init__(self, *args: Any, user: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        people = people_of(user).filter(is_active=True, role__in=[User.Role.CLERK, User.Role.STAFF])
        self.people = {str(each.pk): each for each in people.order_by("role", "pk")}
        choices = [(key, user_label(each)) for key, each in self.people.items()]
        self.fields["to"].choices = [(OWN_CLERKS, "各村自己的经办员"), *choices]  # type: ignore[attr-defined]
        self.initial.setdefault("due_on", on + timedelta(14))

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.on:
            raise forms.ValidationError("不能早于今天")
        return day

    @property
    def person(self) -> Any:
        """Whom they are handed to; None for the villages' own clerks."""
        return self.people.get(self.cleaned_data["to"])


class ExemptForm(TokenForm):
    """Why it is left as it is, and how long."""

    reason = forms.CharField(
        label="豁免原因", max_length=200, help_text="写明核实了什么、为什么是对的；不要写证件号码、电话"
    )
    last_day = forms.DateField(label="豁免到", widget=day_input(), help_text="最长一年，到期自动重新列出")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if not self.on <= day <= self.on + LONGEST:
            raise forms.ValidationError(f"请填今天到 {self.on + LONGEST} 之间的一天")
        return day
