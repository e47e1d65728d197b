"""Sheets of training: quotas, classes, enrolments, and the training of grassroots staff."""

from ledger.columns import Reference, SheetColumn
from ledger.sheets.base import Sheet
from training.models import Enrolment, StaffTraining, TrainingClass, TrainingQuota


class StaffTrainingSheet(Sheet):
    sheet_name = "业务培训"
    model = StaffTraining

    code = SheetColumn("培训编号", key=True)
    town = Reference("镇代码")
    name = SheetColumn("培训名称")
    held_on = SheetColumn("培训日期")
    participants = SheetColumn("参训人数")
    entered_on = SheetColumn("平台录入日期")


class TrainingQuotaSheet(Sheet):
    sheet_name = "培训任务"
    model = TrainingQuota

    year = SheetColumn("年度", key=True)
    town = Reference("镇代码", key=True)
    category = SheetColumn("培训类别", key=True)
    people = SheetColumn("任务人数")


class TrainingClassSheet(Sheet):
    sheet_name = "培训班"
    model = TrainingClass

    code = SheetColumn("班级编号", key=True)
    town = Reference("镇代码")
    category = SheetColumn("培训类别")
    trade = SheetColumn("培训工种")
    started_on = SheetColumn("开班日期")
    ended_on = SheetColumn("结业日期")
    institution = SheetColumn("培训机构")


class EnrolmentSheet(Sheet):
    sheet_name = "参训记录"
    model = Enrolment
    also_within = ("training_class__town_id",)

    training_class = Reference("班级编号", key=True)
    person = Reference("证件号码", key=True)
    completed = SheetColumn("是否结业")
    certificate = SheetColumn("证书编号")
