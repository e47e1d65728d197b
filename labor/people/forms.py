"""What is asked about who is on the register: people, their households, their numbers, two rows of one person."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core.fields import SensitiveFormField
from core.forms import RecordForm, TokenForm
from core.lookups import FoundField
from core.pages.display import format_value
from core.personal_data import identity
from core.registers.forms import ReasonForm
from labor.models import Household, Person
from labor.people.actions import change_number
from labor.people.id_numbers import why_taken
from labor.people.models import HEAD
from labor.people.taken_over import differing

#: Words that the national collection uses; others may be typed.
WORDS = {
    "relation_to_head": (HEAD, "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之父", "之母"),
    "education": ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上"),
    "schooling": ("普通高中", "中职", "高职高专", "技师学院", "本科", "硕士研究生及以上"),
    "health": ("健康", "长期慢性病", "患有大病", "残疾"),
}
#: So many who may be the same are named at most.
MOST_ALIKE = 5
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


class OfHousehold(RecordForm):
    """A form in which a person's household is found, by its number or who heads it."""

    household = FoundField(
        Household.objects.visible_to(None),  # the form knows the user
        to_field_name="code",
        label="户",
        required=False,
        help_text="按户主姓名、拼音或户编号查找；不属于登记农户的不填",
        error_messages={"invalid_choice": "管辖范围内没有这样的农户，请先登记农户"},
    )

    def __init__(self, *args: Any, instance: Person | None = None, initial: Any = None, **kwargs: Any) -> None:
        code = {"household": instance.household.code} if instance and instance.household else {}
        super().__init__(*args, instance=instance, initial={**code, **(initial or {})}, **kwargs)
        self.fields["household"].queryset = Household.objects.visible_to(self.user)
        for name, words in WORDS.items():
            if name in self.fields:
                self.suggest(name, words)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        household = asked.get("household")
        if household and asked.get("relation_to_head") == HEAD and (head := household.other_head(self.instance)):
            told = f"户编号{household.code}已有户主{head}，一户不能有两个户主；换户主请在农户的页面办理“户主变更”"
            self.add_error("relation_to_head", told)
        return asked


class PersonForm(OfHousehold):
    """Somebody on the register. Of somebody known it is a correction; the number is put right by its own action."""

    field_order = ("id_number", "name", "village", "household")
    only_new = ("id_number",)
    only_later = ("left_on", "leaving_reason")

    id_number = NumberField(label="证件号码", help_text="15位或18位；出生日期、性别由号码得出")

    def clean_id_number(self) -> str:
        number: str = self.cleaned_data["id_number"]
        if taken := why_taken(number, self.user):
            raise ValidationError(taken, code="taken")
        return number

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            self.instance.derive()

    @property
    def warnings(self) -> list[str]:
        return [*super().warnings, *(self._alike() if self.is_new else ())]

    def _alike(self) -> Iterator[str]:
        """Who may be the same: of the same name in the village, or of the same phone."""
        known, person = Person.objects.visible_to(self.user).select_related("village"), self.instance
        for each in known.filter(name=person.name, village=person.village)[:MOST_ALIKE]:
            yield f"{each.village}已有同名的{each.name}（{each.gender}，{each.age(self.on)}岁），请核对是不是同一个人"
        if phone := self.cleaned_data.get("phone"):
            for each in known.filter(phone=phone)[:MOST_ALIKE]:
                yield f"这个电话已登记在{each.village}的{each.name}名下，请核对是不是同一个人"


class HouseholdForm(RecordForm):
    """A household. Of one that is known it is a correction; a new one is monitored by an action of its own."""

    only_later = ("monitoring", "identified_on", "risk_removed_on", "unstable_since")


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

    @property
    def warnings(self) -> list[str]:
        """What a mistyped digit would change. The day of birth is not told: it is masked on the page as well."""
        new, old = Person(id_number=self.cleaned_data["new_number"], name=self.instance.name), self.instance
        new.derive()
        found = [f"改后性别由{old.gender}变{new.gender}"] if new.gender != old.gender else []
        if new.birth_date != old.birth_date:
            ages = f"（年龄由{old.age(self.on)}岁变{new.age(self.on)}岁）"
            found.append(f"改后出生日期与原来不同{ages}")
        return [*super().warnings, *(f"{words}，请再核对证件" for words in found)]

    def save(self, commit: bool = True) -> Any:
        number, reason = self.cleaned_data["new_number"], self.cleaned_data["change_reason"]
        return change_number(person=self.instance, number=number, reason=reason)


REASONS = ("电话核实信息", "办理就业登记", "推荐岗位", "申报补贴", "接受上级检查", "其他")
OTHER = REASONS[-1]


class RevealForm(forms.Form):
    """Which number somebody wants to see whole, and why."""

    field = forms.ChoiceField(choices=[("id_number", "证件号码"), ("phone", "联系电话")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="查看原因", choices=[(reason, reason) for reason in REASONS])
    note = forms.CharField(label="补充说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("note"):
            self.add_error("note", "选择“其他”时请写明原因")
        return cleaned

    @property
    def label(self) -> str:
        """What the number is called."""
        return str(Person._meta.get_field(self.cleaned_data["field"]).verbose_name)


class TickForm(TokenForm):
    """Some of the people whom a page lists."""

    #: What is said to whoever ticked somebody who is not on the list any more.
    changed: ClassVar[str] = "名单已经变化，请重新勾选"
    person = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "请至少勾选一个人"})

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        field: Any = self.fields["person"]
        field.choices = [(key, key) for key in self.people]
        field.error_messages["invalid_choice"] = self.changed

    @property
    def ticked(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data["person"]]


class OtherForm(forms.Form):
    """Who might be the same person; sent by POST, so that a number never stands in an address."""

    text = forms.CharField(
        label="另一条记录的姓名或证件号码", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


#: Before the name of a field of which either side's value can be right.
OF_SIDE = "take-"
SIDES = {"left": "左边", "right": "右边"}


class MergeForm(ReasonForm):
    """Which of the two rows stays, and of each field that differs the side that is right; unless said, this row's."""

    keep = forms.ChoiceField(label="保留哪一条", widget=forms.RadioSelect)

    field_order = ("keep", "reason")

    def __init__(self, *args: Any, sides: dict[str, Person], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides, self.user = sides, user
        self.fields["keep"].choices = [
            (side, f"{label}（{sides[side].village}，{sides[side].id_number}）")
            for side, label in zip(sides, ("左边这条", "右边这条"), strict=True)
        ]
        self.fields["reason"].widget.attrs["placeholder"] = "例如：同一人登记了两次，一条号码有误"
        self.differing = differing(*sides.values())
        for field in self.differing:
            self.fields[f"{OF_SIDE}{field.name}"] = self._choice(field)
        self.order_fields(["keep", *(f"{OF_SIDE}{field.name}" for field in self.differing), "reason"])

    def _choice(self, field: Any) -> forms.Field:
        """Either side's value; where one is blank the other is proposed."""
        told = {side: format_value(getattr(person, field.name), self.user) for side, person in self.sides.items()}
        filled = [side for side, words in told.items() if words]
        return forms.ChoiceField(
            label=str(field.verbose_name),
            choices=[(side, f"{SIDES[side]}：{words or '空'}") for side, words in told.items()],
            widget=forms.RadioSelect,
            required=False,
            initial=filled[0] if len(filled) == 1 else None,
        )

    @property
    def taken(self) -> list[str]:
        """The fields of which the value of the row that goes is right."""
        given, kept = self.cleaned_data, self.cleaned_data["keep"]
        return [each.name for each in self.differing if given.get(f"{OF_SIDE}{each.name}") not in ("", None, kept)]

    @property
    def told(self) -> list[str]:
        """What becomes of the row that stays, in words."""
        fields = [each for each in self.differing if each.name in self.taken]
        words = (
            (each, *(format_value(getattr(row, each.name), self.user) or "空" for row in self.in_order))
            for each in fields
        )
        return [f"{field.verbose_name}由{was}改为{now}" for field, was, now in words]

    @property
    def in_order(self) -> tuple[Person, Person]:
        return self.kept, self.duplicate

    @property
    def kept(self) -> Person:
        return self.sides[self.cleaned_data["keep"]]

    @property
    def duplicate(self) -> Person:
        return next(person for person in self.sides.values() if person is not self.kept)
