"""What an installation has and lacks, asked once: a step of the first start is done where its fact lacks nothing, and
the list of what is still missing says what it lacks.
"""

from datetime import date

from accounts.models import LeadershipPost
from core.models import Installation, Village
from core.wall import everywhere
from oversight.models import Baseline, OrganisationDocument
from reminders import channels
from scoring.models import TownStart


@everywhere("whether a town has any, not which")
def has_villages(town: str) -> bool:
    return Village.objects.within(town).exists()


@everywhere("whether a town has any, not which")
def has_start(town: str) -> bool:
    return TownStart.objects.filter(town=town).exists()


def lacks_plan(town: str, on: date) -> bool:
    """Whether the year's plan or a figure of the year before is missing."""
    documents = OrganisationDocument.objects.lacking(town, on.year)
    return OrganisationDocument.Kind.ACTION_PLAN in documents or bool(Baseline.objects.lacking(town, on.year - 1))


@everywhere("whether a town has any, not which")
def has_leadership(town: str) -> bool:
    return LeadershipPost.objects.filter(town=town).exists()


def has_channel() -> bool:
    return bool(channels.switched_on())


def has_backups() -> bool:
    return Installation.objects.exclude(backup_folder="").exists()
