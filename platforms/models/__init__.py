"""Village platforms with their staff and checks, what is done for people, and the posts that are offered."""

from platforms.models.help import HouseholdHelp, Service
from platforms.models.platforms import BusinessCheck, Platform, StaffMember
from platforms.models.vacancies import Vacancy

__all__ = ["BusinessCheck", "HouseholdHelp", "Platform", "Service", "StaffMember", "Vacancy"]
