"""Households, people, their work, and what the town knows of it."""

from labor.employment.cases import JobSeekingCase
from labor.employment.models import Employment, FollowUp
from labor.people.identities import Merger, PersonAlias
from labor.people.models import Household, Person
from labor.placement.models import CooperationAgreement, ExportParticipant, LaborExport, Transport
from labor.posts.models import PublicBenefitPost
from labor.verification.models import SpotCheck, Verification

__all__ = [
    "CooperationAgreement",
    "Employment",
    "ExportParticipant",
    "FollowUp",
    "Household",
    "JobSeekingCase",
    "LaborExport",
    "Merger",
    "Person",
    "PersonAlias",
    "PublicBenefitPost",
    "SpotCheck",
    "Transport",
    "Verification",
]
