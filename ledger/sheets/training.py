"""Sheets of training: quotas, classes, enrolments, and the training of grassroots staff."""

from ledger.columns import Column, Reference
from ledger.sheets.base import Sheet
from training.models import Enrolment, StaffTraining, TrainingClass, TrainingQuota


class StaffTrainingSheet(Sheet):
    sheet_name = "业务培训"
    model = StaffTraining

    code = Column("培训编号", key=True)
    town = Reference("镇代码")
    name = Column("培训名称")
    held_on = Column("培训日期")
    participants = Column("参训人数")
    entered_on = Column("平台录入日期")


class TrainingQuotaSheet(Sheet):
    sheet_name = "培训任务"
    model = TrainingQuota

    year = Column("年度", key=True)
    town = Reference("镇代码", key=True)
    category = Column("培训类别", key=True)
    people = Column("任务人数")


class TrainingClassSheet(Sheet):
    sheet_name = "培训班"
    model = TrainingClass

    code = Column("班级编号", key=True)
    town = Reference("镇代码")
    category = Column("培训类别")
    trade = Column("培训工种")
    started_on = Column("开班日期")
    ended_on = Column("结业日期")
    institution = Column("培训机构")


class EnrolmentSheet(Sheet):
    sheet_name = "参训记录"
    model = Enrolment
    also_within = ("training_class__town_id",)

    training_class = Reference("班级编号", key=True)
    person = Reference("证件号码", key=True)
    completed = Column("是否结业")
    certificate = Column("证书编号")
