"""Sheets of base figures, organisation, policies with their payments, and supervision tasks."""

from ledger.columns import Reference, SheetColumn, Subject, SubjectReference
from ledger.sheets.base import Sheet
from oversight.models import Baseline, OrganisationDocument, Policy, PolicyPayment, SupervisionTask


class BaselineSheet(Sheet):
    sheet_name = "考核基数"
    model = Baseline

    year = SheetColumn("年度", key=True)
    indicator = SheetColumn("指标", key=True)
    town = Reference("镇代码", key=True)
    value = SheetColumn("数值")


class OrganisationDocumentSheet(Sheet):
    sheet_name = "组织机构"
    model = OrganisationDocument

    year = SheetColumn("年度", key=True)
    kind = SheetColumn("类别", key=True)
    name = SheetColumn("名称", key=True)
    town = Reference("镇代码", key=True)
    issued_on = SheetColumn("成文日期")
    number = SheetColumn("文号")
    leader = SheetColumn("组长")


class PolicySheet(Sheet):
    sheet_name = "政策落实"
    model = Policy

    code = SheetColumn("政策编号", key=True)
    town = Reference("镇代码")
    name = SheetColumn("政策名称")
    year = SheetColumn("年度")
    due_on = SheetColumn("落实时限")
    done_on = SheetColumn("落实日期")


class PolicyPaymentSheet(Sheet):
    sheet_name = "政策兑现"
    model = PolicyPayment

    policy = Reference("政策编号", key=True)
    subject_code = SubjectReference("对象编号", key=True, widget=Subject(40))
    due_on = SheetColumn("应兑现日期", key=True)
    paid_on = SheetColumn("兑现日期")
    amount = SheetColumn("金额")


class SupervisionTaskSheet(Sheet):
    sheet_name = "督办整改"
    model = SupervisionTask

    code = SheetColumn("任务编号", key=True)
    town = Reference("镇代码")
    source = SheetColumn("来源")
    matter = SheetColumn("事项")
    assigned_on = SheetColumn("交办日期")
    due_on = SheetColumn("整改时限")
    completed_on = SheetColumn("完成日期")
    responsible = SheetColumn("责任人")
