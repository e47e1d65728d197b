"""What is done for people, as registers."""

from core.permissions import ENTER
from core.registers import Intake, Register
from labor.people.registers import OfPerson
from platforms.models import HouseholdHelp, Service
from platforms.services.forms import HelpForm, ServiceForm


class ServiceRegister(OfPerson):
    """“311”: recommendations, guidance, training."""

    model = Service
    has_button = True
    columns = ("person", "served_on", "person__village", "kind", "employer", "post", "officer")
    filters = ("kind",)
    search = ("person__name", "employer", "officer")
    form = ServiceForm
    fields = ("kind", "served_on", "employer", "post", "channel", "officer")
    facts = ("person", *fields)
    counted_in = ("services_311",)
    intakes = (Intake("group", "给多人登记服务", fields),)
    permission = ENTER
    nothing_yet = "还没有就业服务。打开一个人的页面，点“岗位推荐”“职业指导”或“技能培训”。"


class HelpRegister(Register):
    model = HouseholdHelp
    add_label = "登记户帮扶"
    parent = "household"
    columns = ("household", "helped_on", "household__village", "measure", "content")
    related = ("household__village",)
    filters = ("measure",)
    search = ("household__head_name", "content")
    form = HelpForm
    fields = ("measure", "helped_on", "content")
    facts = ("household", *fields)
    counted_in = ("monitored_households",)
    permission = ENTER
    nothing_yet = "还没有户帮扶措施。打开一户的页面，在“帮扶措施”处登记。"
