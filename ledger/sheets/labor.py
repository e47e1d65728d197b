"""Sheets of households, people, their work, and what the town knows of them."""

from labor.models import (
    Employment,
    Household,
    JobSeekingCase,
    LaborExport,
    Person,
    PublicBenefitPost,
    SpotCheck,
    Verification,
)
from ledger.columns import Reference, SheetColumn, Workplace, person_id_number, person_name
from ledger.sheets.base import Sheet


class HouseholdSheet(Sheet):
    sheet_name = "农户"
    model = Household
    movable = True

    code = SheetColumn("户编号", key=True)
    head_name = SheetColumn("户主姓名")
    village = Reference("村代码")
    kind = SheetColumn("户类型")
    monitoring = SheetColumn("监测对象类别")
    identified_on = SheetColumn("识别日期")
    risk_removed_on = SheetColumn("风险消除日期")
    unstable_since = SheetColumn("就业不稳认定日期")
    site = Reference("安置点编号")


class PersonSheet(Sheet):
    sheet_name = "劳动力"
    model = Person
    movable = True

    id_number = person_id_number("证件号码")
    name = person_name("姓名")
    village = Reference("村代码")
    household = Reference("户编号")
    relation_to_head = SheetColumn("与户主关系")
    education = SheetColumn("文化程度")
    schooling = SheetColumn("在校生状况")
    health = SheetColumn("健康状况")
    capacity = SheetColumn("劳动能力")
    phone = SheetColumn("联系电话")
    joined_on = SheetColumn("纳入日期")
    left_on = SheetColumn("退出日期")
    leaving_reason = SheetColumn("退出原因")


class LaborExportSheet(Sheet):
    sheet_name = "劳务输出"
    model = LaborExport

    code = SheetColumn("输出编号", key=True)
    town = Reference("镇代码")
    name = SheetColumn("活动名称")
    held_on = SheetColumn("活动日期")
    origin = SheetColumn("输出地")
    destination = SheetColumn("输入地")
    participants = SheetColumn("参加人数")
    participants_out_of_poverty = SheetColumn("其中脱贫劳动力人数")


class EmploymentSheet(Sheet):
    sheet_name = "就业记录"
    model = Employment
    asks_about_neighbours = True
    also_within = ("workshop__village_id",)

    person = Reference("证件号码", key=True)
    started_on = SheetColumn("开始日期", key=True)
    employer = SheetColumn("单位名称", key=True)
    ended_on = SheetColumn("结束日期")
    channel = SheetColumn("就业渠道")
    workplace = Workplace("就业地")
    post = SheetColumn("岗位")
    monthly_wage = SheetColumn("月收入")
    workshop = Reference("车间编号")
    export = Reference("输出编号")


class JobSeekingCaseSheet(Sheet):
    sheet_name = "求职登记"
    model = JobSeekingCase

    person = Reference("证件号码", key=True)
    registered_on = SheetColumn("登记日期", key=True)
    willing = SheetColumn("是否有就业意愿")
    reason = SheetColumn("未就业原因")
    ended_on = SheetColumn("终结日期")
    end_reason = SheetColumn("终结原因")


class VerificationSheet(Sheet):
    sheet_name = "信息核实"
    model = Verification

    person = Reference("证件号码", key=True)
    verified_on = SheetColumn("核实日期", key=True)
    method = SheetColumn("核实方式")
    result = SheetColumn("核实结果")
    verifier = SheetColumn("核实人")


class SpotCheckSheet(Sheet):
    sheet_name = "数据抽查"
    model = SpotCheck

    person = Reference("证件号码", key=True)
    checked_on = SheetColumn("抽查日期", key=True)
    level = SheetColumn("抽查级别", key=True)
    method = SheetColumn("抽查方式")
    result = SheetColumn("抽查结果")
    problem = SheetColumn("问题")
    rectified_on = SheetColumn("整改日期")


class PublicBenefitPostSheet(Sheet):
    sheet_name = "公益性岗位"
    model = PublicBenefitPost

    code = SheetColumn("岗位编号", key=True)
    village = Reference("村代码")
    kind = SheetColumn("岗位类型")
    employer = SheetColumn("用人单位")
    person = Reference("证件号码")
    contract_started_on = SheetColumn("合同开始日期")
    contract_ended_on = SheetColumn("合同终止日期")
    monthly_allowance = SheetColumn("月补贴")
