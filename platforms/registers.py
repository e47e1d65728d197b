"""Village platforms, those who run them and how that went, and what they do for people, as registers."""

from core.registers import ENTER, Register, dated
from labor.employment.registers import OfPerson
from platforms.forms import HelpForm, ServiceForm
from platforms.models import BusinessCheck, HouseholdHelp, Platform, Service, StaffMember


class ServiceRegister(OfPerson):
    """“311”: recommendations, guidance, training."""

    model = Service
    columns = ("person", "served_on", "person__village", "kind", "employer", "post", "officer")
    filters = ("kind",)
    search = ("person__name", "employer", "officer")
    form = ServiceForm
    fields = ("kind", "served_on", "employer", "post", "channel", "officer")
    facts = ("person", *fields)
    feeds = ("services_311",)
    keeps = ENTER
    nothing_yet = "还没有就业服务。打开一个人的页面，点“岗位推荐”“职业指导”或“技能培训”。"


class HelpRegister(Register):
    model = HouseholdHelp
    adds = "登记户帮扶"
    parent = "household"
    columns = ("household", "helped_on", "household__village", "measure", "content")
    related = ("household__village",)
    filters = ("measure",)
    search = ("household__head_name", "content")
    form = HelpForm
    fields = ("measure", "helped_on", "content")
    facts = ("household", *fields)
    feeds = ("monitored_households",)
    keeps = ENTER
    nothing_yet = "还没有户帮扶措施。打开一户的页面，在“帮扶措施”处登记。"


class OfVillage(Register):
    """What belongs to a village's platform: added from the page of the village."""

    parent = "village"
    parent_key = ("str", "pk")
    related = ("village",)


class PlatformRegister(OfVillage):
    model = Platform
    columns = ("village", "built_on", "premises", "account_assigned_on", "state")
    fields = ("built_on", "premises", "account_assigned_on")
    facts = ("village", *fields, "closed_on")
    deeds = (
        *dated("assign", "分配账号", "account_assigned_on"),
        *dated("close", "撤销平台", "closed_on", asks_reason=True),
    )
    feeds = ("platforms", "service_business")
    takes_documents = True
    nothing_yet = "还没有村级平台。打开一个村的页面，点“登记村级平台”。"


class StaffRegister(OfVillage):
    model = StaffMember
    columns = ("name", "village", "working_time", "phone", "started_on", "state")
    filters = ("working_time",)
    search = ("name",)
    fields = ("name", "working_time", "phone", "started_on")
    facts = ("village", *fields, "ended_on")
    deeds = dated("leave", "离岗", "ended_on", asks_reason=True)
    feeds = ("platforms", "service_business")
    nothing_yet = "还没有平台人员。打开一个村的页面，在“平台人员”处登记。"


class CheckRegister(OfVillage):
    model = BusinessCheck
    columns = ("village", "checked_on", "item", "level", "state")
    filters = ("item", "level", "result")
    fields = ("checked_on", "level", "item", "result")
    facts = ("village", *fields)
    feeds = ("service_business",)
    takes_documents = True
    nothing_yet = "还没有业务检查。打开一个村的页面，在“业务检查”处登记。"
