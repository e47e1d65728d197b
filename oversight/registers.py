"""What the town answers for as registers: its documents, base figures, policies with payments, and tasks."""

from core.registers import OfTown, Register, dated
from oversight.forms import PaymentForm
from oversight.models import Baseline, OrganisationDocument, Policy, PolicyPayment, SupervisionTask
from oversight.tables import PaymentTable


class DocumentRegister(OfTown):
    model = OrganisationDocument
    columns = ("name", "year", "kind", "number", "issued_on")
    filters = ("kind",)
    search = ("name", "number")
    fields = ("town", "year", "kind", "name", "number", "issued_on", "leader")
    feeds = ("1.1", "1.2")
    takes_documents = True


class BaselineRegister(OfTown):
    model = Baseline
    columns = ("indicator", "year", "value")
    filters = ("indicator",)
    fields = ("town", "year", "indicator", "value")
    feeds = ("2.1", "3.4")


class PolicyRegister(OfTown):
    model = Policy
    columns = ("name", "code", "year", "due_on", "done_on", "state")
    search = ("name", "code")
    fields = ("town", "code", "name", "year", "due_on")
    facts = (*fields, "done_on")
    deeds = dated("fulfil", "落实", "done_on")
    feeds = ("7.1",)


class PaymentRegister(Register):
    model = PolicyPayment
    parent = "policy"
    columns = ("policy", "subject_kind", "amount", "paid_on", "state")
    table = PaymentTable
    related = ("policy__town",)
    filters = ("subject_kind",)
    search = ("policy__name",)
    form = PaymentForm
    fields = ("subject_kind", "subject_code", "due_on", "amount")
    facts = ("policy", *fields, "paid_on")
    deeds = dated("pay", "兑现", "paid_on", fields=("amount",))
    feeds = ("7.1",)
    nothing_yet = "还没有政策兑现。打开一项政策的页面，在“政策兑现”处登记。"


class TaskRegister(OfTown):
    """督办整改: done late is not forgiven."""

    model = SupervisionTask
    columns = ("matter", "source", "due_on", "completed_on", "responsible", "state")
    search = ("matter", "code", "source", "responsible")
    fields = ("town", "code", "source", "matter", "assigned_on", "due_on", "responsible")
    facts = (*fields, "completed_on")
    deeds = dated("complete", "完成", "completed_on")
    feeds = ("8.1",)
