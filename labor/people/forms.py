"""What is asked about who is on the register: people, their households, their numbers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import identity
from core.forms import RecordForm
from core.masking import SensitiveFormField
from labor.models import Household, Person
from labor.people.id_numbers import why_taken
from labor.people.renumbering import change_number

#: Words that the national collection uses; others may be typed.
WORDS = {
    "relation_to_head": ("户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之父", "之母"),
    "education": ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上"),
    "schooling": ("普通高中", "中职", "高职高专", "技师学院", "本科", "硕士研究生及以上"),
    "health": ("健康", "长期慢性病", "患有大病", "残疾"),
}
LEAVING = ("死亡", "婚嫁迁出", "户籍迁出", "出国定居", "判刑收监", "重复登记")


class NumberField(SensitiveFormField):
    """An identity number as people type it; one of 15 digits becomes one of 18."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return identity.normalise(text) if text else text
        except identity.InvalidIdentityNumber as fault:
            raise ValidationError(str(fault)) from None


class HouseholdField(forms.ModelChoiceField):
    """A household by its number: a town has too many for a list to choose from."""

    def __init__(self) -> None:
        super().__init__(
            Household.objects.visible_to(None),  # the form knows the user
            to_field_name="code",
            label="户编号",
            required=False,
            widget=forms.TextInput,
            help_text="在“农户”里按户主姓名可以查到；不属于登记农户的不填",
            error_messages={"invalid_choice": "管辖范围内没有这个户编号的农户，请先登记农户"},
        )


class OfHousehold(RecordForm):
    """A form in which a person's household is typed."""

    household = HouseholdField()

    def __init__(self, *args: Any, instance: Person | None = None, initial: Any = None, **kwargs: Any) -> None:
        code = {"household": instance.household.code} if instance and instance.household else {}
        super().__init__(*args, instance=instance, initial={**code, **(initial or {})}, **kwargs)
        self.fields["household"].queryset = Household.objects.visible_to(self.user)
        for name, words in WORDS.items():
            if name in self.fields:
                self.suggest(name, words)


class PersonForm(OfHousehold):
    """Somebody on the register. The number, the village and the household are changed by deeds of their own."""

    field_order = ("id_number", "name", "village", "household")
    by_deed = ("id_number", "village", "household")

    id_number = NumberField(label="证件号码", help_text="15位或18位；出生日期、性别由号码得出")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            for name in self.by_deed:
                del self.fields[name]

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"]
        if taken := why_taken(number, self.user):
            raise ValidationError(taken, code="taken")
        return number

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            self.instance.derive()


class LeaveForm(RecordForm):
    """退出."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("leaving_reason", LEAVING)
        self.fields["left_on"].help_text = "从这一天起不在册；此前的记录都保留"


class RejoinForm(RecordForm):
    """重新纳入."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joined_on"].help_text = "退出是登记错了的，不改这个日期；隔了一段时间重新纳入的，填重新纳入的日期"


class MoveForm(OfHousehold):
    """迁移 within the user's divisions; the day stands in the history with the reason."""

    field_order = ("moved_on", "village", "household", "relation_to_head", "change_reason")

    moved_on = forms.DateField(label="迁移日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["moved_on"] = self.on
        self.fields["change_reason"].required = True
        self.fields["village"].help_text = "迁出管辖范围的不在这里办理，请办理“退出”"

    def clean_moved_on(self) -> date:
        moved_on: date = self.cleaned_data["moved_on"]
        if moved_on > self.on:
            raise ValidationError("迁移日期在今天以后，请到那天再办理")
        return moved_on

    def clean(self) -> dict[str, Any]:
        if not self.errors and not {"village", "household", "relation_to_head"} & set(self.changed_data):
            raise ValidationError("村和户都没有变，请改成迁入的村或户")
        return super().clean() or self.cleaned_data

    def _save_reason(self) -> None:
        moved_on, reason = self.cleaned_data["moved_on"], self.cleaned_data["change_reason"]
        self.instance._change_reason = f"{moved_on} 迁移：{reason}"[:100]


class NumberForm(RecordForm):
    """更正证件号码: the old one goes on being known."""

    field_order = ("new_number", "change_reason")

    new_number = NumberField(label="正确的证件号码", help_text="原号码保留备查，按原号码查找、导入仍然找到此人")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = True
        self.suggest("change_reason", ("录入错误", "公安机关更正", "由15位升为18位"))

    def clean_new_number(self) -> str:
        number: str = self.cleaned_data["new_number"]
        if number == self.instance.id_number:
            raise ValidationError("与现在的号码相同，不必更正")
        formerly_own = self.instance.aliases.filter(id_number=number).exists()
        if not formerly_own and (taken := why_taken(number, self.user)):
            raise ValidationError(taken, code="taken")
        return number

    def save(self, commit: bool = True) -> Any:
        number, reason = self.cleaned_data["new_number"], self.cleaned_data["change_reason"]
        return change_number(person=self.instance, number=number, reason=reason)
