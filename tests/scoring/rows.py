"""Plain rows, as the contract speaks of them, stored as records."""

from contextlib import contextmanager
from datetime import date

from django.db import transaction

from core.models import Division, RelocationSite, Village
from core.records.dated import before_attname
from labor.models import (
    Employment,
    Household,
    HouseholdChange,
    JobSeekingCase,
    LaborExport,
    Person,
    PersonChange,
    SpotCheck,
    Verification,
)
from oversight.models import Baseline, OrganisationDocument, Policy, PolicyPayment, SupervisionTask
from platforms.models import BusinessCheck, HouseholdHelp, Platform, Service, StaffMember
from training.models import StaffTraining
from workshops.models import Inspection, Workshop, WorkshopChange

HOME, NEIGHBOUR, COUNTY = "430529104", "430529106", "430529"
VILLAGES = {HOME: ("430529104206", "430529104207", "430529104216"), NEIGHBOUR: ("430529106200",)}

#: What each kind of row is stored as; a field ending in another kind's name is found by that kind's code.
MODELS = {
    "villages": Village, "sites": RelocationSite, "households": Household, "people": Person, "workshops": Workshop,
    "inspections": Inspection, "exports": LaborExport, "jobs": Employment, "cases": JobSeekingCase,
    "verifications": Verification, "spot_checks": SpotCheck, "platforms": Platform, "staff": StaffMember,
    "business_checks": BusinessCheck, "staff_trainings": StaffTraining, "services": Service, "helps": HouseholdHelp,
    "policies": Policy, "payments": PolicyPayment, "tasks": SupervisionTask, "baselines": Baseline,
    "documents": OrganisationDocument,
}  # fmt: skip
REFERENCES = {
    "site": RelocationSite, "household": Household, "person": Person, "workshop": Workshop, "policy": Policy,
}  # fmt: skip
CHANGES = (PersonChange, HouseholdChange, WorkshopChange)
#: What the database wants and no rule asks for.
FILLING = {
    Employment: {"channel": "county", "workplace": "城步"},
    PolicyPayment: {"subject_kind": "person"},
    SpotCheck: {"method": "visit"},
    StaffMember: {"working_time": "full"},
    StaffTraining: {"participants": 3},
    SupervisionTask: {"assigned_on": date(2020, 1, 1)},
    Verification: {"method": "visit"},
    Workshop: {"kind": "factory"},
}


def empty_town():
    """Every kind of row, none of them present."""
    return {kind: [] for kind in (*MODELS, "changes")}


@contextmanager
def stored(rows):
    """The rows as records, as long as the block lasts."""
    with transaction.atomic():
        try:
            store(rows)
            yield
        finally:
            transaction.set_rollback(True)


def store(rows):
    """Add the rows to the database."""
    for code in (COUNTY, HOME, NEIGHBOUR):
        Division.objects.get_or_create(code=code, defaults={"name": code, "level": len(code)})
    numbers = {}
    for kind, model in MODELS.items():
        records = [record(model, row, numbers) for row in rows[kind]]
        for row, made in zip(rows[kind], model.objects.bulk_create(records), strict=True):
            numbers[model, row.get("code") or row.get("id_number")] = made.pk
    for row in rows["changes"]:
        change(row, numbers).save()


def change(row, numbers):
    """What was so of the object `of` before a day."""
    model = next(model for model in CHANGES if (model.target(), row["of"]) in numbers)
    field, value = model.target()._meta.get_field(row["item"]), row["before"]
    if field.name in REFERENCES:
        value = numbers[REFERENCES[field.name], value] if value else None
    before = {before_attname(field): value}
    owner = {f"{model.about}_id": numbers[model.target(), row["of"]]}
    return model(item=row["item"], changed_on=row["changed_on"], **owner, **before)


def record(model, row, numbers):
    values = dict(row)
    for name, target in REFERENCES.items():
        if name in values:
            code = values.pop(name)
            values[f"{name}_id"] = numbers[target, code] if code else None
    for name in ("village", "town"):
        if name in values:
            values[f"{name}_id"] = values.pop(name)
    if model is LaborExport:
        values["participants"] = values["participants_out_of_poverty"]
    if model is Person:
        number = values["id_number"]
        values["birth_date"] = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return model(**FILLING.get(model, {}), **values)
