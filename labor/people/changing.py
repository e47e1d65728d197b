"""变更 of a person or a household: who leaves, comes back, moves, goes to school; who is monitored and since when."""

from typing import Any

from django.core.exceptions import ValidationError

from core.lookups import FoundField
from core.models import LifeEvent
from core.records import events
from core.registers.changing import ReturnForm, StatusChangeForm
from labor.models import Person
from labor.people.forms import LEAVING, WORDS, OfHousehold
from labor.people.models import HEAD


class LeaveForm(StatusChangeForm):
    """退出. Who heads a household names who does after them, so that no list goes on naming the dead."""

    day = "left_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("leaving_reason", LEAVING)
        self.fields["left_on"].help_text = "从这一天起不在册；此前的记录都保留"
        if others := self._others():
            asked = "此人是户主，退出以后这一户由谁当户主"
            self.fields["head"] = FoundField(others, label="新户主", help_text=asked)
            self.filled_in_by(self.user)

    def _others(self) -> Any:
        person = self.instance
        if not person.household_id or person.relation_to_head != HEAD:
            return None
        return (
            Person.objects.visible_to(self.user)
            .filter(household=person.household_id, left_on=None)
            .exclude(pk=person.pk)
        )

    def write_along(self, event: LifeEvent) -> None:
        if head := self.cleaned_data.get("head"):
            head.household.head_name, head.relation_to_head = head.name, HEAD
            for record in (head.household, head):
                events.write(event, record)


class RejoinForm(ReturnForm):
    """重新纳入: who was away in between has two stretches on the register."""

    day, over_on, words = "joined_on", "left_on", ("退出", "重新纳入", "退出")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joined_on"].help_text = "从这一天起又在册；退出是登记错了的，不在这里办，请用“更正”清空退出日期"

    def refuse(self) -> None:
        household = self.instance.household
        if self.instance.relation_to_head == HEAD and household and household.other_head(self.instance):
            self.instance.relation_to_head = ""  # somebody else heads it now
        super().refuse()


class MoveForm(StatusChangeForm, OfHousehold):
    """迁移 within the user's divisions: another village, another household, or both."""

    field_order = ("changed_on", "village", "household", "relation_to_head")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = True
        self.fields["village"].help_text = "迁出管辖范围的不在这里办理，请办理“退出”"

    @property
    def differs(self) -> bool:
        if not {"village", "household", "relation_to_head"} & set(self.changed_data):
            raise ValidationError("村和户都没有变，请改成迁入的村或户")
        return True


class SchoolingForm(StatusChangeForm):
    """入学或毕业."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("schooling", WORDS["schooling"])
        self.fields["schooling"].help_text = "入学的选学校层次；毕业、离校的清空"


class MonitorForm(ReturnForm):
    """纳入监测: a household whose risk was removed and came back keeps the stretch before."""

    day, over_on, words = "identified_on", "risk_removed_on", ("消除风险", "再次纳入", "消除")


class RiskRemovedForm(StatusChangeForm):
    """风险消除."""

    day = "risk_removed_on"


class UnstableForm(StatusChangeForm):
    """认定就业不稳."""

    day = "unstable_since"
