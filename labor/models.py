"""Households, people, their work, and what the town knows of it."""

from labor.employers.models import Employer, EmployerName
from labor.employment.models import Employment, JobSeekingCase
from labor.people.models import Household, HouseholdChange, Merger, Person, PersonAlias, PersonChange
from labor.placement.models import CooperationAgreement, ExportParticipant, FollowUp, LaborExport, Transport
from labor.posts.models import PostAttendance, PublicBenefitPost
from labor.sampling.models import DrawnPerson, SpotCheckRound
from labor.verification.models import SpotCheck, Verification

__all__ = [
    "CooperationAgreement",
    "DrawnPerson",
    "Employer",
    "EmployerName",
    "Employment",
    "ExportParticipant",
    "FollowUp",
    "Household",
    "HouseholdChange",
    "JobSeekingCase",
    "LaborExport",
    "Merger",
    "Person",
    "PersonAlias",
    "PersonChange",
    "PostAttendance",
    "PublicBenefitPost",
    "SpotCheck",
    "SpotCheckRound",
    "Transport",
    "Verification",
]
