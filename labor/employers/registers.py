"""用人单位 as registers: who employs, and how else each is written in the records."""

from core.registers import OfTown, Register, date_action
from labor.employers.forms import EmployerForm, EmployerNameForm
from labor.models import Employer, EmployerName


class EmployerRegister(OfTown):
    """用人单位: the enterprises of the industrial zone, and others."""

    model = Employer
    columns = ("name", "kind", "place", "contact", "phone", "state")
    filters = ("kind",)
    search = ("name", "credit_code", "place", "contact")
    form = EmployerForm
    fields = ("town", "name", "kind", "credit_code", "place", "contact", "phone")
    facts = (*fields, "delisted_on")
    actions = date_action("delist", "停止合作", "delisted_on", asks_reason=True)


class EmployerNameRegister(Register):
    """别的写法: a short form, a slip, what a firm was called before. Once voided, its records are nobody's again."""

    model = EmployerName
    parent = "employer"
    columns = ("name", "employer")
    related = ("employer",)
    search = ("name", "employer__name")
    form = EmployerNameForm
    fields = ("name",)
    facts = ("employer", *fields)
    nothing_yet = "还没有归并过单位名称。打开“待归并的单位名称”，把就业、公岗、招聘和车间里写的归到单位。"
