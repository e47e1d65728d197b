"""Events of villages: merged, split, renamed, turned into a community; and of who serves there: handed over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import keeping
from accounts.models import User
from accounts.rules import MANAGE
from core.actor import present
from core.contributions import contribute
from core.forms import form_field
from core.lookups import FoundField
from core.models import LifeEvent, Village
from core.periods import day_before
from core.records.events import UNDONE
from core.registers.life_events import LIFE_EVENTS, EventStep, LifeEventForm
from labor.models import Household, Person
from platforms.models import Platform, StaffMember

#: The digits of a village's code.
CODE_LENGTH = 12
#: So many household numbers at most are named that are not of the village.
NAMED = 5
#: What goes over to the other village, by the name that a village has for it; the first three have a day.
FOLLOWING = (
    "people", "households", "workshops", "sites", "public_benefit_posts", "workshop_applications", "businesses",
)  # fmt: skip


def others_of_town(village: Village, user: Any) -> Any:
    """The villages that can take over what is of this one."""
    of_town = Village.objects.visible_to(user).within(village.town_code)
    return of_town.filter(stopped_on=None).exclude(pk=village.pk)


def refuse_stopped(village: Village) -> None:
    if village.stopped_on:
        raise ValidationError(f"这个村 {village.stopped_on} 已经停用")


def moving(form: LifeEventForm, into: Village) -> Iterator[EventStep]:
    """The village of the form stops, and what is of it goes over."""
    yield EventStep(form.record, {"stopped_on": form.cleaned_data["happened_on"]})
    for name in FOLLOWING:
        model: Any = form.record._meta.get_field(name).related_model
        for row in form.rows(model).filter(village=form.record).with_subject().order_by("pk"):
            row.village = form.record  # what the preview says of it is known
            yield EventStep(row, {"village": into})


@contribute(LIFE_EVENTS, Village)
class VillageMerger(LifeEventForm):
    """并村: a village ends on a day, and everything of it goes over to another one of its town."""

    label = "并村"
    says = "这个村从这一天起停用，村里的人、户、车间、安置点、岗位都归并入的村，平台撤销，平台人员离岗；全镇得分不变。"

    into = FoundField(Village.objects.none(), label="并入哪个村")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others_of_town(self.record, self.user)
        self.fields["basis"].required = True
        self.fields["basis"].help_text = "批准并村的文件"

    def clean_happened_on(self) -> date:
        happened_on = super().clean_happened_on()
        refuse_stopped(self.record)
        return happened_on

    def steps(self) -> Iterator[EventStep]:
        on = self.cleaned_data["happened_on"]
        yield from moving(self, self.cleaned_data["into"])
        yield from self._ended(on)

    def _ended(self, on: date) -> Iterator[EventStep]:
        """The platform of the village, and whoever serves there."""
        for platform in self.rows(Platform).filter(village=self.record, closed_on=None, built_on__lte=on):
            yield EventStep(platform, {"closed_on": on})
        last = day_before(on)
        for member in self.rows(StaffMember).filter(village=self.record).serving(last):
            if member.ended_on is None or member.ended_on > last:
                yield EventStep(member, {"ended_on": last})


@contribute(LIFE_EVENTS, Village)
class VillageRenaming(LifeEventForm):
    """村更名: the code stays; a village that gets another code is merged into the new one."""

    label = "村更名"
    says = "村的名称改成新的，代码不变；过去各天也用新的名称。代码也变了的（例如改为社区），用“村改社区”。"

    name = forms.CharField(label="新的村名称", max_length=50)

    def steps(self) -> Iterator[EventStep]:
        if self.cleaned_data["name"] != self.record.name:
            yield EventStep(self.record, {"name": self.cleaned_data["name"]})


@contribute(LIFE_EVENTS, Village)
class VillageToCommunity(LifeEventForm):
    """村改社区: the village goes on under another code, with its platform and whoever serves there."""

    label = "村改社区"
    says = (
        "代码也变了的用这个：登记新的社区，村里的人、户、车间、安置点、岗位、都归它，"
        "平台和平台人员照原来的日期转过去，原来的村停用；全镇得分不变。只改名称、代码不变的用“村更名”。"
    )

    code = form_field(Village._meta.get_field("code"), label="新的村代码")
    name = form_field(Village._meta.get_field("name"), label="新的村名称")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = True

    def clean_happened_on(self) -> date:
        happened_on = super().clean_happened_on()
        refuse_stopped(self.record)
        return happened_on

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not (code.isdecimal() and len(code) == CODE_LENGTH and code.startswith(self.record.town_code)):
            raise ValidationError(f"村代码是12位数字，须以 {self.record.town_code} 开头")
        if Village.with_voided.everywhere("a code is taken, whoever has it").filter(pk=code).exists():
            raise ValidationError("这个村代码已经登记过，请核对；已经登记了新社区的，请用“并村”")
        return code

    def steps(self) -> Iterator[EventStep]:
        asked = self.cleaned_data
        made = Village(code=asked["code"], name=asked["name"], platform_required=self.record.platform_required)
        yield EventStep(made, {})
        yield from moving(self, made)
        yield from self._going_on(made)

    def _going_on(self, made: Village) -> Iterator[EventStep]:
        """A village has no first day: past days ask for the new one's platform too, so it has been there as long."""
        on = self.cleaned_data["happened_on"]
        platforms = list(self.rows(Platform).filter(village=self.record, closed_on=None, built_on__lte=on))
        if self.record.platform_required and not platforms:
            raise ValidationError("这个村还没有登记平台，改成社区以前先登记：过去各天也要看新的社区有没有平台")
        for platform in platforms:
            yield EventStep(platform, {"closed_on": on})
            yield EventStep(again(platform, village=made, closed_on=None), {})
        for member in self.rows(StaffMember).filter(village=self.record).order_by("pk"):
            yield EventStep(again(member, village=made), {})
            if member.ended_on is None or member.ended_on >= on:
                yield EventStep(member, {"ended_on": day_before(on)})


def again(row: Any, **values: Any) -> Any:
    """A new record of the same kind that says the same, but for `values`."""
    fields = (field for field in row._meta.concrete_fields if not field.primary_key and field.name not in values)
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields}, **values)


@contribute(LIFE_EVENTS, Village)
class VillageSplit(LifeEventForm):
    """A part of a village goes over to another one of its town."""

    label = "村拆分"
    says = (
        "列出的户和户内在册的人从这一天起归另一个村；那个村还没有登记的，先登记。"
        "车间、安置点、岗位各在自己的页面上改；全镇得分不变。"
    )

    into = FoundField(Village.objects.none(), label="归哪个村")
    codes = forms.CharField(
        label="分出去的户", widget=forms.Textarea(attrs={"rows": 6}), help_text="户编号，一行一个，可以从表格里整列粘贴"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others_of_town(self.record, self.user)
        self.fields["basis"].required = True

    def clean_codes(self) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data["codes"].split()))
        here = Household.objects.visible_to(self.user).filter(village=self.record, code__in=codes)
        if missing := sorted(set(codes) - set(here.values_list("code", flat=True))):
            raise ValidationError(
                f"这个村没有这些户编号：{'、'.join(missing[:NAMED])}{'等' if missing[NAMED:] else ''}"
            )
        return codes

    def steps(self) -> Iterator[EventStep]:
        values = {"village": self.cleaned_data["into"]}
        chosen = self.rows(Household).filter(village=self.record, code__in=self.cleaned_data["codes"]).order_by("pk")
        people = self.rows(Person).filter(village=self.record, household__in=chosen.values("pk"), left_on=None)
        for record in (*people.order_by("pk"), *chosen):
            yield EventStep(record, values)


@contribute(LIFE_EVENTS, StaffMember)
class HandOver(LifeEventForm):
    """人员交接: who served ends, who follows begins, and the account of the former is closed."""

    label = "人员交接"
    says = (
        "原来的人前一天离岗，接任的人从这一天起上岗，村里不断人。原来的人的登录账号由管理账号的人办理交接时同时停用，"
        "接任的人随后在“账号”里开通自己的账号。"
    )

    name = form_field(StaffMember._meta.get_field("name"), label="接任的人姓名")
    phone = form_field(StaffMember._meta.get_field("phone"), label="接任的人联系电话")

    def clean_happened_on(self) -> date:
        happened_on = super().clean_happened_on()
        if self.record.ended_on and self.record.ended_on < day_before(happened_on):
            raise ValidationError(f"{self.record.ended_on} 已经离岗，交接不能更晚；请直接登记新的平台人员")
        if happened_on <= self.record.started_on:
            raise ValidationError(f"{self.record.started_on} 才上岗，交接须在这以后")
        return happened_on

    def steps(self) -> Iterator[EventStep]:
        asked = self.cleaned_data
        yield EventStep(self.record, {"ended_on": day_before(asked["happened_on"])})
        told = {name: getattr(self.record, name) for name in ("village", "working_time")}
        follower = StaffMember(name=asked["name"], phone=asked["phone"], started_on=asked["happened_on"], **told)
        yield EventStep(follower, {})

    def follow(self, event: LifeEvent) -> None:
        """Whose last post this was has no account any more, where that is the user's to say."""
        kept = User.objects.visible_to(self.user).filter(pk=self.record.account_id, ended_on=None)
        served = StaffMember.objects.everywhere("an account's keeper may know whose it is").serving(event.happened_on)
        for account in kept if self.user.has_perm(MANAGE) else ():
            if not served.filter(account=account).exists():
                keeping.end(account, on=event.happened_on, reason=ended_by(event), by=self.user)


def ended_by(event: LifeEvent) -> str:
    """Why an account was closed along with a hand-over."""
    return f"人员交接（变更登记{event.pk}号）"


@contribute(UNDONE)
def open_account_again(event: LifeEvent) -> None:
    for account in User.objects.filter(end_reason=ended_by(event)):
        try:
            keeping.revive(account, by=present().user)
        except PermissionDenied as refusal:
            raise ValidationError("这次交接停用了账号，您不管账号，请能管账号的人来撤销") from refusal
