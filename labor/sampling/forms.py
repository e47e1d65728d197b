"""What is asked before a round is drawn, and what is said of somebody who was drawn."""

from secrets import token_hex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.forms import TownForm
from core.personal_data.names import user_label
from core.scoping import people_of
from labor.models import SpotCheck
from labor.sampling import actions
from labor.sampling.risks import risks_of


class CheckersField(forms.ModelMultipleChoiceField):
    """People by the name that they are called on pages."""

    def label_from_instance(self, obj: Any) -> str:
        return user_label(obj)


class RoundForm(TownForm):
    """A round is drawn once; afterwards only its note is written."""

    checkers = CheckersField(
        User.objects.none(), label="抽查人", widget=forms.CheckboxSelectMultiple,
        help_text="登记或核实过某人信息的，不会分到这个人；多选几位，才都有人可以抽查",
    )  # fmt: skip
    only_new = ("town", "population", "share", "least", "most", "priority", "seed", "checkers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            return
        asked: Any = self.fields
        roles = (User.Role.STAFF, User.Role.ADMINISTRATOR)
        asked["checkers"].empty_label = None
        asked["checkers"].queryset = people_of(self.user).filter(is_active=True, role__in=roles)
        asked["seed"].required = False
        asked["share"].help_text = "每个村抽百分之几，不足一人进一"
        asked["most"].help_text = "不填就不限"
        asked["priority"].help_text = "随机以外，每村再抽几个有风险的（临近清零期限才登记、补录、很快回到原单位）"
        asked["seed"].help_text = "不填由系统随机产生；公开摇号的，填摇出来的号。同一个种子抽出同一批人"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_new:
            self.instance.drawn_on = self.on
            cleaned["seed"] = cleaned.get("seed") or token_hex(8)
            if not self.errors and not self._people():
                raise ValidationError("这个范围里没有人，抽不出来")
        return cleaned

    def _people(self) -> list[Any]:
        town, population = self.cleaned_data["town"].pk, self.cleaned_data["population"]
        return list(actions.people_to_draw_from(town, population, self.on, self.user))

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if not self.is_new:
            return super().save(commit)
        people = self._people()
        self.instance.frame = actions.frame_of(people, risks_of(people, self.on))
        drawn = super().save(commit)
        actions.draw_people(of=drawn, people=people, checkers=list(self.cleaned_data["checkers"]))
        return drawn


class FoundForm(forms.Form):
    """What was found of somebody; without a result what was said before is taken back."""

    result = forms.ChoiceField(choices=SpotCheck.Result.choices, required=False)
    method = forms.ChoiceField(choices=SpotCheck.Method.choices)
    problem = forms.CharField(max_length=500, required=False)


class WhoseForm(forms.Form):
    """Which of the people who were drawn a page shows, and how they are asked."""

    whose = forms.ChoiceField(choices=[("mine", "我抽查的"), ("all", "全部")], required=False)
    method = forms.ChoiceField(choices=SpotCheck.Method.choices, required=False)
