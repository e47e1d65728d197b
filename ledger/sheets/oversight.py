"""Sheets of base figures, organisation, policies with their payments, and supervision tasks."""

from ledger.columns import Column, Reference, Subject, SubjectReference
from ledger.sheets.base import Sheet
from oversight.models import Baseline, OrganisationDocument, Policy, PolicyPayment, SupervisionTask


class BaselineSheet(Sheet):
    sheet_name = "考核基数"
    model = Baseline

    year = Column("年度", key=True)
    indicator = Column("指标", key=True)
    town = Reference("镇代码", key=True)
    value = Column("数值")


class OrganisationDocumentSheet(Sheet):
    sheet_name = "组织机构"
    model = OrganisationDocument

    year = Column("年度", key=True)
    kind = Column("类别", key=True)
    name = Column("名称", key=True)
    town = Reference("镇代码", key=True)
    issued_on = Column("成文日期")
    number = Column("文号")
    leader = Column("组长")


class PolicySheet(Sheet):
    sheet_name = "政策落实"
    model = Policy

    code = Column("政策编号", key=True)
    town = Reference("镇代码")
    name = Column("政策名称")
    year = Column("年度")
    due_on = Column("落实时限")
    done_on = Column("落实日期")


class PolicyPaymentSheet(Sheet):
    sheet_name = "政策兑现"
    model = PolicyPayment

    policy = Reference("政策编号", key=True)
    subject_code = SubjectReference("对象编号", key=True, widget=Subject(40))
    due_on = Column("应兑现日期", key=True)
    paid_on = Column("兑现日期")
    amount = Column("金额")


class SupervisionTaskSheet(Sheet):
    sheet_name = "督办整改"
    model = SupervisionTask

    code = Column("任务编号", key=True)
    town = Reference("镇代码")
    source = Column("来源")
    matter = Column("事项")
    assigned_on = Column("交办日期")
    due_on = Column("整改时限")
    completed_on = Column("完成日期")
    responsible = Column("责任人")
