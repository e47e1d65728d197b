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
from ledger.columns import Column, Place, Reference, person_id_number, person_name
from ledger.sheets.base import Sheet


class HouseholdSheet(Sheet):
    sheet_name = "农户"
    model = Household
    movable = True

    code = Column("户编号", key=True)
    head_name = Column("户主姓名")
    village = Reference("村代码")
    kind = Column("户类型")
    monitoring = Column("监测对象类别")
    identified_on = Column("识别日期")
    risk_removed_on = Column("风险消除日期")
    unstable_since = Column("就业不稳认定日期")
    site = Reference("安置点编号")


class PersonSheet(Sheet):
    sheet_name = "劳动力"
    model = Person
    movable = True

    id_number = person_id_number("证件号码")
    name = person_name("姓名")
    village = Reference("村代码")
    household = Reference("户编号")
    relation_to_head = Column("与户主关系")
    education = Column("文化程度")
    schooling = Column("在校生状况")
    health = Column("健康状况")
    capacity = Column("劳动能力")
    phone = Column("联系电话")
    joined_on = Column("纳入日期")
    left_on = Column("退出日期")
    leaving_reason = Column("退出原因")


class LaborExportSheet(Sheet):
    sheet_name = "劳务输出"
    model = LaborExport

    code = Column("输出编号", key=True)
    town = Reference("镇代码")
    name = Column("活动名称")
    held_on = Column("活动日期")
    origin = Column("输出地")
    destination = Column("输入地")
    participants = Column("参加人数")
    participants_out_of_poverty = Column("其中脱贫劳动力人数")


class EmploymentSheet(Sheet):
    sheet_name = "就业记录"
    model = Employment
    asks_about_neighbours = True
    also_within = ("workshop__village_id",)

    person = Reference("证件号码", key=True)
    started_on = Column("开始日期", key=True)
    employer = Column("单位名称", key=True)
    ended_on = Column("结束日期")
    channel = Column("就业渠道")
    workplace = Place("就业地")
    post = Column("岗位")
    monthly_wage = Column("月收入")
    workshop = Reference("车间编号")
    export = Reference("输出编号")


class JobSeekingCaseSheet(Sheet):
    sheet_name = "求职登记"
    model = JobSeekingCase

    person = Reference("证件号码", key=True)
    registered_on = Column("登记日期", key=True)
    willing = Column("是否有就业意愿")
    reason = Column("未就业原因")
    ended_on = Column("终结日期")
    end_reason = Column("终结原因")


class VerificationSheet(Sheet):
    sheet_name = "信息核实"
    model = Verification

    person = Reference("证件号码", key=True)
    verified_on = Column("核实日期", key=True)
    method = Column("核实方式")
    result = Column("核实结果")
    verifier = Column("核实人")


class SpotCheckSheet(Sheet):
    sheet_name = "数据抽查"
    model = SpotCheck

    person = Reference("证件号码", key=True)
    checked_on = Column("抽查日期", key=True)
    level = Column("抽查级别", key=True)
    method = Column("抽查方式")
    result = Column("抽查结果")
    problem = Column("问题")
    rectified_on = Column("整改日期")


class PublicBenefitPostSheet(Sheet):
    sheet_name = "公益性岗位"
    model = PublicBenefitPost

    code = Column("岗位编号", key=True)
    village = Reference("村代码")
    kind = Column("岗位类型")
    employer = Column("用人单位")
    person = Reference("证件号码")
    contract_started_on = Column("合同开始日期")
    contract_ended_on = Column("合同终止日期")
    monthly_allowance = Column("月补贴")
