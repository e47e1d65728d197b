"""Events of households and of a school year: a new head, households that part, join or move, pupils who leave."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.contributions import contribute
from core.lookups import FoundField
from core.models import Village
from core.records.codes import next_number
from core.registers.life_events import LIFE_EVENTS, EventStep, LifeEventForm
from labor.models import Household, Person
from labor.people.forms import WORDS
from labor.people.models import HEAD

#: What a household that parts has in common with the one that stays.
SHARED = ("kind", "monitoring", "identified_on", "risk_removed_on", "unstable_since", "site")


class OfHouseholdForm(LifeEventForm):
    """An event of a household; its members are those who have not left."""

    def members(self) -> Any:
        return self.rows(Person).filter(household=self.record, left_on=None)

    def offer(self, *names: str) -> None:
        """Have fields offer the members who do not head the household, or say that there is nobody else."""
        members = Person.objects.visible_to(self.user).filter(household=self.record, left_on=None)
        for name in names:
            field: Any = self.fields[name]
            field.queryset = members.exclude(relation_to_head=HEAD)
            field.help_text = "" if field.queryset else "这一户除户主外没有在册的家庭成员"


def head_steps(household: Household, head: Person, members: list[Person], former: str) -> Iterator[EventStep]:
    """What makes `head` the only one who heads the household; `former` is what the last head is to the new one."""
    yield EventStep(household, {"head_name": head.name})
    yield EventStep(head, {"relation_to_head": HEAD})
    for member in members:
        if member.relation_to_head == HEAD and member.pk != head.pk:
            yield EventStep(member, {"relation_to_head": former})


@contribute(LIFE_EVENTS, Household)
class HeadChange(OfHouseholdForm):
    """户主变更."""

    label = "户主变更"
    says = "户主姓名和与户主关系改成现在的；其他人与新户主的关系，请随后在各人的页面上核对。"

    head = FoundField(Person.objects.none(), label="新户主")
    former = forms.CharField(label="原户主与新户主的关系", max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("head")
        field: Any = self.fields["former"]
        field.suggestions = [word for word in WORDS["relation_to_head"] if word != HEAD]
        field.widget.attrs["list"] = "suggested-former"

    def clean_former(self) -> str:
        if (former := self.cleaned_data["former"]) == HEAD:
            raise ValidationError("一户只有一个户主，请填原户主与新户主的关系")
        return former

    def steps(self) -> Iterator[EventStep]:
        members = list(self.members())
        head = next(each for each in members if each.pk == self.cleaned_data["head"].pk)
        yield from head_steps(self.record, head, members, self.cleaned_data["former"])


@contribute(LIFE_EVENTS, Household)
class HouseholdSplit(OfHouseholdForm):
    """分户: some members make a household of their own, which is what theirs was."""

    label = "分户"
    says = "选出的人从这一天起另立一户，户类型、监测情况和安置点与原户相同。"

    code = forms.CharField(label="新户编号", max_length=40)
    leaving = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="分出去的人", widget=forms.CheckboxSelectMultiple
    )
    head = FoundField(Person.objects.none(), label="新户户主")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("leaving", "head")
        of_village = Household.objects.visible_to(self.user).within(self.record.village_id)
        self.initial.setdefault("code", next_number(of_village, "code", self.on))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Household.with_voided.everywhere("a number is taken, whoever has it").filter(code=code).exists():
            raise ValidationError("这个户编号已经登记过，请换一个")
        return code

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if "head" in asked and asked["head"] not in asked.get("leaving", ()):
            self.add_error("head", "新户户主要从分出去的人里选")
        return asked

    def steps(self) -> Iterator[EventStep]:
        head, code = self.cleaned_data["head"], self.cleaned_data["code"]
        shared = {name: getattr(self.record, name) for name in SHARED}
        made = Household(code=code, head_name=head.name, village=self.record.village, **shared)
        yield EventStep(made, {})
        for person in self.members().filter(pk__in=self.cleaned_data["leaving"]):
            relation = HEAD if person.pk == head.pk else ""
            yield EventStep(person, {"household": made, "relation_to_head": relation})


@contribute(LIFE_EVENTS, Household)
class HouseholdJoin(OfHouseholdForm):
    """并户: all members go over to another household; who is left with nobody is monitored and resettled no more."""

    label = "并户"
    says = "这一户的人从这一天起全部并到另一户；这一户不再算监测对象和搬迁户，过去的记录都保留。"

    into = FoundField(
        Household.objects.none(),
        to_field_name="code",
        label="并入哪一户",
        error_messages={"invalid_choice": "管辖范围内没有这样的农户"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Household.objects.visible_to(self.user).exclude(pk=self.record.pk)

    def steps(self) -> Iterator[EventStep]:
        into, on = self.cleaned_data["into"], self.cleaned_data["happened_on"]
        for person in self.members():
            relation = "" if person.relation_to_head == HEAD else person.relation_to_head
            yield EventStep(person, {"household": into, "relation_to_head": relation, "village": into.village})
        ended: dict[str, Any] = {"risk_removed_on": on} if self.record.is_monitored(on) else {}
        if ended := ended | ({"site": None} if self.record.site_id else {}):
            yield EventStep(self.record, ended)


@contribute(LIFE_EVENTS, Household)
class HouseholdMove(OfHouseholdForm):
    """整户迁移 within the user's divisions."""

    label = "整户迁移"
    says = "这一户和户内在册的人从这一天起一起迁到另一个村。"

    village = FoundField(Village.objects.none(), label="迁入的村")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Village.objects.visible_to(self.user).exclude(pk=self.record.village_id)

    def steps(self) -> Iterator[EventStep]:
        values = {"village": self.cleaned_data["village"]}
        for person in self.members().filter(village=self.record.village_id):
            yield EventStep(person, values)
        yield EventStep(self.record, values)


@contribute(LIFE_EVENTS)
class Graduation(LifeEventForm):
    """毕业季: all pupils of a kind of school leave it on one day."""

    label = "毕业季"
    says = "选出的学生从这一天起不再在校；从这一天起，年龄够了、有劳动能力的算劳动力，要核实、要帮扶就业。"
    picks = True

    schooling = forms.ChoiceField(label="在校生状况")
    village = FoundField(Village.objects.none(), label="村社区", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pupils = Person.objects.visible_to(self.user).filter(left_on=None).exclude(schooling="")
        words = pupils.order_by("schooling").values_list("schooling", flat=True).distinct()
        self.fields["schooling"].choices = [("", "请选择"), *((word, word) for word in words)]
        self.fields["village"].queryset = Village.objects.visible_to(self.user)

    def steps(self) -> Iterator[EventStep]:
        asked = self.cleaned_data
        pupils = self.rows(Person).filter(schooling=asked["schooling"], left_on=None)
        for person in pupils.filter(village=asked["village"]) if asked["village"] else pupils:
            yield EventStep(person, {"schooling": ""})
