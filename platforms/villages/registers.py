"""Village platforms, those who run them and how that went, as registers."""

from core.registers import Register, date_action
from platforms.models import BusinessCheck, Platform, StaffMember


class OfVillage(Register):
    """What belongs to a village's platform: added from the page of the village."""

    parent = "village"
    parent_key = ("str", "pk")
    related = ("village",)


class PlatformRegister(OfVillage):
    model = Platform
    has_button = True
    columns = ("village", "built_on", "premises", "account_assigned_on", "state")
    fields = ("built_on", "premises", "account_assigned_on")
    facts = ("village", *fields, "closed_on")
    actions = (
        *date_action("assign", "分配账号", "account_assigned_on"),
        *date_action("close", "撤销平台", "closed_on", asks_reason=True),
    )
    counted_in = ("platforms", "service_business")
    takes_documents = True
    nothing_yet = "还没有村级平台。打开一个村的页面，点“登记村级平台”。"


class StaffRegister(OfVillage):
    model = StaffMember
    columns = ("name", "village", "working_time", "phone", "started_on", "state")
    filters = ("working_time",)
    search = ("name",)
    fields = ("name", "working_time", "phone", "started_on")
    facts = ("village", *fields, "ended_on")
    actions = date_action("leave", "离岗", "ended_on", asks_reason=True)
    counted_in = ("platforms", "service_business")
    nothing_yet = "还没有平台人员。打开一个村的页面，在“平台人员”处登记。"


class CheckRegister(OfVillage):
    model = BusinessCheck
    columns = ("village", "checked_on", "item", "level", "state")
    filters = ("item", "level", "result")
    fields = ("checked_on", "level", "item", "result")
    facts = ("village", *fields)
    counted_in = ("service_business",)
    takes_documents = True
    nothing_yet = "还没有业务检查。打开一个村的页面，在“业务检查”处登记。"
