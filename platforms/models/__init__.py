"""Village platforms with staff and checks, what is done for people, the posts that are offered, and who gets them."""

from platforms.models.help import HouseholdHelp, Service
from platforms.models.platforms import BusinessCheck, Platform, StaffMember
from platforms.models.recruitment import Candidate, Employer, EventEmployer, RecruitmentEvent, RecruitmentTask
from platforms.models.vacancies import Vacancy

__all__ = [
    "BusinessCheck",
    "Candidate",
    "Employer",
    "EventEmployer",
    "HouseholdHelp",
    "Platform",
    "RecruitmentEvent",
    "RecruitmentTask",
    "Service",
    "StaffMember",
    "Vacancy",
]
