"""Village platforms with staff and checks, what is done for people, the posts that are offered, and who gets them."""

from platforms.recruitment.models import Candidate, EventEmployer, RecruitmentEvent, RecruitmentTask
from platforms.recruitment.vacancies import Vacancy
from platforms.services.models import HouseholdHelp, Service
from platforms.villages.models import BusinessCheck, Platform, StaffMember

__all__ = [
    "BusinessCheck",
    "Candidate",
    "EventEmployer",
    "HouseholdHelp",
    "Platform",
    "RecruitmentEvent",
    "RecruitmentTask",
    "Service",
    "StaffMember",
    "Vacancy",
]
