"""Households, people, their work, and what the town knows of it."""

from labor.employment.models import Employment, JobSeekingCase
from labor.people.models import Household, Merger, Person, PersonAlias
from labor.placement.models import CooperationAgreement, ExportParticipant, FollowUp, LaborExport, Transport
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
