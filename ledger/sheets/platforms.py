"""Sheets of village platforms, their staff and checks, services, household help and vacancies."""

from ledger.columns import Reference, SheetColumn
from ledger.sheets.base import Sheet
from platforms.models import BusinessCheck, HouseholdHelp, Platform, Service, StaffMember, Vacancy


class PlatformSheet(Sheet):
    sheet_name = "村级平台"
    model = Platform

    village = Reference("村代码", key=True)
    built_on = SheetColumn("建成日期")
    closed_on = SheetColumn("撤销日期")
    account_assigned_on = SheetColumn("账号分配日期")


class StaffMemberSheet(Sheet):
    sheet_name = "平台人员"
    model = StaffMember

    village = Reference("村代码", key=True)
    name = SheetColumn("姓名", key=True)
    started_on = SheetColumn("上岗日期", key=True)
    ended_on = SheetColumn("离岗日期")
    working_time = SheetColumn("专兼职")
    phone = SheetColumn("联系电话")


class BusinessCheckSheet(Sheet):
    sheet_name = "业务检查"
    model = BusinessCheck

    village = Reference("村代码", key=True)
    checked_on = SheetColumn("检查日期", key=True)
    item = SheetColumn("业务项", key=True)
    level = SheetColumn("检查级别", key=True)
    result = SheetColumn("检查结果")


class ServiceSheet(Sheet):
    sheet_name = "就业服务"
    model = Service

    person = Reference("证件号码", key=True)
    served_on = SheetColumn("服务日期", key=True)
    kind = SheetColumn("服务类型", key=True)
    employer = SheetColumn("推荐单位", key=True)
    post = SheetColumn("推荐岗位", key=True)
    channel = SheetColumn("服务方式")
    officer = SheetColumn("经办人")


class HouseholdHelpSheet(Sheet):
    sheet_name = "户帮扶措施"
    model = HouseholdHelp

    household = Reference("户编号", key=True)
    helped_on = SheetColumn("帮扶日期", key=True)
    measure = SheetColumn("措施", key=True)
    content = SheetColumn("内容")


class VacancySheet(Sheet):
    sheet_name = "招聘岗位"
    model = Vacancy

    code = SheetColumn("岗位编号", key=True)
    town = Reference("镇代码")
    employer = SheetColumn("用人单位")
    in_industrial_zone = SheetColumn("是否产业开发区企业")
    title = SheetColumn("岗位名称")
    workplace = SheetColumn("工作地")
    headcount = SheetColumn("招聘人数")
    wage_min = SheetColumn("月薪下限")
    wage_max = SheetColumn("月薪上限")
    age_min = SheetColumn("最低年龄")
    age_max = SheetColumn("最高年龄")
    published_on = SheetColumn("发布日期")
    closes_on = SheetColumn("截止日期")
