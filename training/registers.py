"""Training as registers: how many people have to be trained, the classes with who was there, and staff's own."""

from core.registers import Deed, OfTown, dated
from labor.registers import OfPerson
from training.models import Enrolment, StaffTraining, TrainingClass, TrainingQuota


class QuotaRegister(OfTown):
    model = TrainingQuota
    columns = ("category", "year", "people")
    filters = ("category",)
    fields = ("town", "year", "category", "people")


class ClassRegister(OfTown):
    model = TrainingClass
    columns = ("trade", "code", "category", "started_on", "ended_on", "institution")
    filters = ("category",)
    search = ("code", "trade", "institution")
    fields = ("town", "code", "category", "trade", "institution", "started_on")
    facts = (*fields, "ended_on")
    deeds = dated("finish", "结业", "ended_on")


class EnrolmentRegister(OfPerson):
    model = Enrolment
    columns = ("person", "training_class", "person__village", "completed", "certificate")
    related = ("person__village", "training_class")
    filters = ("completed",)
    fields = ("training_class", "completed", "certificate")
    facts = ("person", *fields)
    deeds = (
        Deed("complete", "登记结业", ("completed", "certificate"), lambda enrolment, on: enrolment.completed is None),
    )
    nothing_yet = "还没有参训记录。打开一个人的页面，点“登记参训”。"


class StaffTrainingRegister(OfTown):
    """业务培训: counted once it is entered in the official platform (rubric 4.4)."""

    model = StaffTraining
    columns = ("name", "code", "held_on", "participants", "entered_on")
    search = ("name", "code")
    fields = ("town", "code", "name", "held_on", "participants")
    facts = (*fields, "entered_on")
    deeds = dated("enter", "录入平台", "entered_on")
    feeds = ("4.4",)
    takes_documents = True
