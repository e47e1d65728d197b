"""What is asked about people's work, and before a number is shown whole."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from core.forms import RecordForm, TokenForm
from labor.models import Employment, Person, SpotCheck
from labor.verification.spot_checks import knows_facts_of

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


#: Of so many jobs of the village, the newest, a form learns which employers and places it knows.
LEARNT_FROM = 500


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


class EmploymentForm(RecordForm):
    """A job; what the village uses already is suggested."""

    employer = forms.CharField(label="单位名称", max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].help_text = "还在岗的不填"
        self.fields["employer"].expected = True  # blank only where a workshop says it
        self.fields["employer"].help_text = self.fields["employer"].help_text or "选了车间的可以不填"
        known = Employment.objects.visible_to(self.user).within(self.person.village_id).order_by("-started_on", "-pk")
        words = list(known.values_list("employer", "workplace")[:LEARNT_FROM])
        self.suggest("employer", (employer for employer, _ in words))
        self.suggest("workplace", (workplace for _, workplace in words))
        for name in ("workshop", "export"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    @property
    def person(self) -> Person:
        return self.instance.person

    def choices(self, name: str, rows: Any) -> Any:
        """Workshops and exports of the whole town: a clerk's people work in other villages' too."""
        return rows.within(self.person.village.town_code)

    def usual(self) -> dict[str, Any]:
        """No day: the first one of a job is asked, never assumed."""
        return {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if workshop := cleaned.get("workshop"):
            cleaned["employer"] = cleaned.get("employer") or workshop.name
        if not cleaned.get("employer"):
            self.add_error("employer", "请填写单位名称；在帮扶车间就业的请选择车间")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.locate()


class EndJobForm(RecordForm):
    """The last day of a job, and why it ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].help_text = "最后在岗的那一天"
        self.fields["change_reason"].label = "离岗原因"
        self.suggest("change_reason", ("合同到期", "返乡", "更换工作", "家中有事", "身体原因", "单位停产"))


class CaseForm(RecordForm):
    """Somebody without work, and what they would like to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("reason", ("返乡", "失业", "照顾家人", "生病", "季节性无活", "刚毕业"))
        self.fields["skills"].help_text = "例如：缝纫、电焊、驾驶"


class EndCaseForm(RecordForm):
    """Recording a job closes a case by itself; this is for every other end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end_reason"].help_text = "已经就业的请登记就业，求职登记会自动终结"


class SpotCheckForm(RecordForm):
    """A spot check; who knows the person's facts from entering them is the wrong one to check them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        own_check = cleaned.get("level") == SpotCheck.Level.TOWN
        if own_check and knows_facts_of(self.user, self.instance.person):
            raise ValidationError("您登记或核实过此人的信息，镇级自查不能由您来做，请换一位经办人员抽查")
        return cleaned


#: What posts are called in the ledgers of the region.
POST_KINDS = ("保洁", "护林", "巡逻", "看护护理", "道路管护", "水管护", "河道管护", "公共设施管护", "就业服务协理")


class PostForm(RecordForm):
    """A public-benefit post; as a rule the village committee employs and manages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("kind", POST_KINDS)
        committee = f"{self.instance.person.village}村民委员会"
        for name in ("employer", "manager"):
            self.suggest(name, (committee,))


class EndPostForm(RecordForm):
    """A post that is given up before the contract runs out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("end_reason", ("本人辞职", "外出务工", "身体原因", "考核不合格", "超龄", "去世", "岗位撤销"))
