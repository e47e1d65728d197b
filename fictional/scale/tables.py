"""Which table a made-up row goes to, and what its places mean."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import cached_property

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


@dataclass(frozen=True)
class Table:
    """A model and the columns of a made-up row; one that others refer to begins with its id."""

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
    model: Table(model, attributes)
    for model, attributes in (
        (Baseline, "year indicator town_id value"),
        (OrganisationDocument, "year kind name town_id issued_on number leader"),
        (Village, "code name platform_required"),
        (RelocationSite, "id code name village_id population opened_on window_opened_on"),
        (
            Household,
            "id code head_name village_id kind monitoring identified_on risk_removed_on unstable_since site_id",
        ),
        (
            Person,
            "id public_id id_number name name_pinyin name_initials birth_date village_id household_id"
            " relation_to_head education schooling health capacity phone joined_on left_on leaving_reason",
        ),
        (Workshop, "id code name village_id kind site_id certified_on stopped_on withdrawn_on"),
        (Inspection, "workshop_id inspected_on result problem rectified_on"),
        (LaborExport, "id code town_id name held_on origin destination participants participants_out_of_poverty"),
        (
            Employment,
            "person_id started_on employer ended_on channel workplace post monthly_wage workshop_id export_id",
        ),
        (JobSeekingCase, "person_id registered_on willing reason ended_on end_reason"),
        (Verification, "person_id verified_on method result verifier"),
        (SpotCheck, "person_id checked_on level method result problem rectified_on"),
        (Platform, "village_id built_on closed_on account_assigned_on"),
        (StaffMember, "village_id name started_on ended_on working_time phone"),
        (BusinessCheck, "village_id checked_on item level result"),
        (StaffTraining, "code town_id name held_on participants entered_on"),
        (Service, "person_id served_on kind employer post channel officer"),
        (HouseholdHelp, "household_id helped_on measure content"),
        (Policy, "id code town_id name year due_on done_on"),
        (PolicyPayment, "policy_id subject_kind subject_code due_on paid_on amount"),
        (SupervisionTask, "code town_id source matter assigned_on due_on completed_on responsible"),
        (TrainingQuota, "year town_id category people"),
        (TrainingClass, "id code town_id category trade started_on ended_on institution"),
        (Enrolment, "training_class_id person_id completed certificate"),
        (
            PublicBenefitPost,
            "code village_id kind employer person_id contract_started_on contract_ended_on monthly_allowance",
        ),
        (
            Vacancy,
            "code town_id employer in_industrial_zone title workplace headcount wage_min wage_max age_min"
            " age_max published_on closes_on",
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
