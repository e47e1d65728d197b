"""Sheets of village platforms, their staff and checks, services, household help and vacancies."""

from ledger.columns import Column, Reference
from ledger.sheets.base import Sheet
from platforms.models import BusinessCheck, HouseholdHelp, Platform, Service, StaffMember, Vacancy


class PlatformSheet(Sheet):
    sheet_name = "村级平台"
    model = Platform

    village = Reference("村代码", key=True)
    built_on = Column("建成日期")
    closed_on = Column("撤销日期")
    account_assigned_on = Column("账号分配日期")


class StaffMemberSheet(Sheet):
    sheet_name = "平台人员"
    model = StaffMember

    village = Reference("村代码", key=True)
    name = Column("姓名", key=True)
    started_on = Column("上岗日期", key=True)
    ended_on = Column("离岗日期")
    working_time = Column("专兼职")
    phone = Column("联系电话")


class BusinessCheckSheet(Sheet):
    sheet_name = "业务检查"
    model = BusinessCheck

    village = Reference("村代码", key=True)
    checked_on = Column("检查日期", key=True)
    item = Column("业务项", key=True)
    level = Column("检查级别", key=True)
    result = Column("检查结果")


class ServiceSheet(Sheet):
    sheet_name = "就业服务"
    model = Service

    person = Reference("证件号码", key=True)
    served_on = Column("服务日期", key=True)
    kind = Column("服务类型", key=True)
    employer = Column("推荐单位", key=True)
    post = Column("推荐岗位", key=True)
    channel = Column("服务方式")
    officer = Column("经办人")


class HouseholdHelpSheet(Sheet):
    sheet_name = "户帮扶措施"
    model = HouseholdHelp

    household = Reference("户编号", key=True)
    helped_on = Column("帮扶日期", key=True)
    measure = Column("措施", key=True)
    content = Column("内容")


class VacancySheet(Sheet):
    sheet_name = "招聘岗位"
    model = Vacancy

    code = Column("岗位编号", key=True)
    town = Reference("镇代码")
    employer = Column("用人单位")
    in_industrial_zone = Column("是否产业开发区企业")
    title = Column("岗位名称")
    workplace = Column("工作地")
    headcount = Column("招聘人数")
    wage_min = Column("月薪下限")
    wage_max = Column("月薪上限")
    age_min = Column("最低年龄")
    age_max = Column("最高年龄")
    published_on = Column("发布日期")
    closes_on = Column("截止日期")
