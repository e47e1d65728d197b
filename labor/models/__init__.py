"""Households, people, their work, and what the town knows of it."""

from labor.models.cases import JobSeekingCase
from labor.models.employment import Employment, FollowUp
from labor.models.export import CooperationAgreement, ExportParticipant, LabourExport, Transport
from labor.models.identities import Merger, PersonAlias
from labor.models.people import Household, Person
from labor.models.posts import PublicBenefitPost
from labor.models.verification import SpotCheck, Verification

__all__ = [
    "CooperationAgreement",
    "Employment",
    "ExportParticipant",
    "FollowUp",
    "Household",
    "JobSeekingCase",
    "LabourExport",
    "Merger",
    "Person",
    "PersonAlias",
    "PublicBenefitPost",
    "SpotCheck",
    "Transport",
    "Verification",
]
