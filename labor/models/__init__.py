"""Households, people, their work, and what the town knows of it."""

from labor.models.cases import JobSeekingCase
from labor.models.employment import Employment, LabourExport, PublicBenefitPost
from labor.models.identities import Merger, PersonAlias
from labor.models.people import Household, Person
from labor.models.verification import SpotCheck, Verification

__all__ = [
    "Employment",
    "Household",
    "JobSeekingCase",
    "LabourExport",
    "Merger",
    "Person",
    "PersonAlias",
    "PublicBenefitPost",
    "SpotCheck",
    "Verification",
]
