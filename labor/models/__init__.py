"""Households, people, their work, and what the town knows of it."""

from labor.models.cases import JobSeekingCase
from labor.models.employment import Employment, LabourExport, PublicBenefitPost
from labor.models.people import Household, Person, PersonAlias
from labor.models.verification import SpotCheck, Verification

__all__ = [
    "Employment",
    "Household",
    "JobSeekingCase",
    "LabourExport",
    "Person",
    "PersonAlias",
    "PublicBenefitPost",
    "SpotCheck",
    "Verification",
]
