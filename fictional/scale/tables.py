"""Which table and which sheet a made-up row goes to, and what its places mean."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field, Model

from core.models import RelocationSite, Village
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
from oversight.models import Baseline, OrganisationDocument, Policy, PolicyPayment, SupervisionTask
from platforms.models import BusinessCheck, HouseholdHelp, Platform, Service, StaffMember, Vacancy
from training.models import Enrolment, StaffTraining, TrainingClass, TrainingQuota
from workshops.models import Inspection, Workshop

Row = tuple[Any, ...]
Batch = dict[type[Model], list[Row]]

#: What a column that refers to another sheet is called there; it holds that sheet's code.
REFERENCES = {
    Village: "村代码",
    RelocationSite: "安置点编号",
    Household: "户编号",
    Person: "证件号码",
    Workshop: "车间编号",
    LaborExport: "输出编号",
    TrainingClass: "班级编号",
    Policy: "政策编号",
}
#: What the program works out for itself.
DERIVED = ("id", "public_id", "name_pinyin", "name_initials", "birth_date", "subject_kind")


@dataclass(frozen=True)
class Table:
    """A sheet, its model, and the columns of a made-up row; one that others refer to begins with its id."""

    sheet: str
    model: type[Model]
    attributes: str

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields of a row, in its order."""
        by_attribute = {field.attname: field for field in self.model._meta.concrete_fields}
        return tuple(by_attribute[name] for name in self.attributes.split())

    @cached_property
    def constants(self) -> dict[str, Any]:
        """What the database wants besides, the same in every row."""
        known = {*self.columns, self.model._meta.pk}
        fields = (field for field in self.model._meta.concrete_fields if field not in known and not field.generated)
        return {field.column: field.get_default() for field in fields if not field.null}


TABLES = {
    table.model: table
    for table in (
        Table("考核基数", Baseline, "year indicator town_id value"),
        Table("组织机构", OrganisationDocument, "year kind name town_id issued_on number leader"),
        Table("村社区", Village, "code name platform_required"),
        Table("安置点", RelocationSite, "id code name village_id population opened_on window_opened_on"),
        Table(
            "农户",
            Household,
            "id code head_name village_id kind monitoring identified_on risk_removed_on unstable_since site_id",
        ),
        Table(
            "劳动力",
            Person,
            "id public_id id_number name name_pinyin name_initials birth_date village_id household_id relation_to_head"
            " education schooling health capacity phone joined_on left_on leaving_reason",
        ),
        Table("帮扶车间", Workshop, "id code name village_id kind site_id certified_on stopped_on withdrawn_on"),
        Table("车间检查", Inspection, "workshop_id inspected_on result problem rectified_on"),
        Table(
            "劳务输出",
            LaborExport,
            "id code town_id name held_on origin destination participants participants_out_of_poverty",
        ),
        Table(
            "就业记录",
            Employment,
            "person_id started_on employer ended_on channel workplace post monthly_wage workshop_id export_id",
        ),
        Table("求职登记", JobSeekingCase, "person_id registered_on willing reason ended_on end_reason"),
        Table("信息核实", Verification, "person_id verified_on method result verifier"),
        Table("数据抽查", SpotCheck, "person_id checked_on level method result problem rectified_on"),
        Table("村级平台", Platform, "village_id built_on closed_on account_assigned_on"),
        Table("平台人员", StaffMember, "village_id name started_on ended_on working_time phone"),
        Table("业务检查", BusinessCheck, "village_id checked_on item level result"),
        Table("业务培训", StaffTraining, "code town_id name held_on participants entered_on"),
        Table("就业服务", Service, "person_id served_on kind employer post channel officer"),
        Table("户帮扶措施", HouseholdHelp, "household_id helped_on measure content"),
        Table("政策落实", Policy, "id code town_id name year due_on done_on"),
        Table("政策兑现", PolicyPayment, "policy_id subject_kind subject_code due_on paid_on amount"),
        Table("督办整改", SupervisionTask, "code town_id source matter assigned_on due_on completed_on responsible"),
        Table("培训任务", TrainingQuota, "year town_id category people"),
        Table("培训班", TrainingClass, "id code town_id category trade started_on ended_on institution"),
        Table("参训记录", Enrolment, "training_class_id person_id completed certificate"),
        Table(
            "公益性岗位",
            PublicBenefitPost,
            "code village_id kind employer person_id contract_started_on contract_ended_on monthly_allowance",
        ),
        Table(
            "招聘岗位",
            Vacancy,
            "code town_id employer in_industrial_zone title workplace headcount wage_min wage_max age_min age_max"
            " published_on closes_on",
        ),
    )
}


def code(model: type[Model], number: int) -> str:
    """The code of the thing that is stored with this id."""
    return f"{PREFIXES[model]}{number:07}"


PREFIXES = {
    RelocationSite: "AZ",
    Household: "H",
    Workshop: "CJ",
    LaborExport: "SC",
    Policy: "ZC",
    TrainingClass: "BJ",
    StaffTraining: "YW",
    SupervisionTask: "DB",
    PublicBenefitPost: "GY",
    Vacancy: "ZP",
}
