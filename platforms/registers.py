"""Services to people and help to households as registers."""

from core.registers import ENTER, Register
from labor.registers import OfPerson
from platforms.forms import HelpForm, ServiceForm
from platforms.models import HouseholdHelp, Service


class ServiceRegister(OfPerson):
    """“311”: recommendations, guidance, training."""

    model = Service
    columns = ("person", "served_on", "person__village", "kind", "employer", "post", "officer")
    filters = ("kind",)
    search = ("person__name", "employer", "officer")
    form = ServiceForm
    fields = ("kind", "served_on", "employer", "post", "channel", "officer")
    facts = ("person", *fields)
    feeds = ("6.2",)
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
    feeds = ("6.4",)
    keeps = ENTER
    nothing_yet = "还没有户帮扶措施。打开一户的页面，在“帮扶措施”处登记。"
