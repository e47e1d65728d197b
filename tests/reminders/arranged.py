"""A small town in which something of everything falls due, with people who are told."""

from datetime import date

from django.conf import settings
from django.utils.timezone import now

from accounts.models import User
from core.workdays import load
from fictional.one_of_everything import NEXT, OWN, TOWN, add_person, build
from labor.models import Household, JobSeekingCase, PublicBenefitPost
from oversight.models import SupervisionTask
from reminders.kinds import Kind
from reminders.models import Delivery, Reminder
from tests.small_town import add_users

#: A year whose days the tests count by: 30 June is a Tuesday, 31 December a Thursday.
YEAR = 2026


def remind(user: User | None, division: str, *, channel: str = "email", **more) -> Reminder:
    """A reminder with its delivery, which waits."""
    fields = {
        "kind": Kind.VERIFICATION,
        "deadline": date(YEAR, 6, 30),
        "days_before": 7,
        "count": 2,
        "text": "还有2人未核实。",
    }
    reminder = Reminder.objects.create(recipient=user, division_id=division, made_at=now(), **{**fields, **more})
    Delivery.objects.create(reminder=reminder, channel=channel, next_attempt_at=reminder.made_at)
    return reminder


def arrange() -> None:
    """In OWN and NEXT a person each to verify, a case due 16 July, a post until 31 August, a task due 20 July."""
    town = build()
    load(settings.BASE_DIR / "fixtures" / "holidays")
    users = add_users()
    for user in users.values():
        user.email = f"{user.username}@example.gov.cn"
        user.save()
    poor = Household.objects.create(code="H2", head_name="杨大木", village_id=NEXT, kind=Household.Kind.OUT_OF_POVERTY)
    neighbour = town.people[NEXT]
    neighbour.household = poor
    neighbour.save()
    seeker = add_person(OWN, 9, "石求职", household=town.household)
    JobSeekingCase.objects.create(person=seeker, registered_on=date(YEAR, 6, 16), willing=True)
    PublicBenefitPost.objects.create(
        code="GW1", village_id=OWN, kind="保洁", employer="白水头村委会", person=seeker, monthly_allowance=500,
        contract_started_on=date(YEAR - 1, 9, 1), contract_ended_on=date(YEAR, 8, 31),
    )  # fmt: skip
    SupervisionTask.objects.create(
        code="DB02",
        town_id=TOWN,
        source="县人社局",
        matter="补齐资料",
        assigned_on=date(YEAR, 6, 1),
        due_on=date(YEAR, 7, 20),
    )
