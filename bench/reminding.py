"""One pass that makes the reminders of a day, with a clerk in every village and staff and a leader in every town."""

from datetime import date

from django.conf import settings

from accounts.models import User
from bench.databases import Answer
from bench.measure import counted, seconds
from core import workdays
from core.models import Division, Village
from reminders.models import Reminder
from reminders.reminder_run import make_reminders


def step(on: str) -> Answer:
    """A pass on the day `on` with everything to be told, and the same pass again, which finds it told."""
    workdays.load(settings.BASE_DIR / "fixtures" / "holidays")
    appoint()
    Reminder.objects.all().delete()
    day = date.fromisoformat(on)
    made, queries = counted(lambda: make_reminders(day))
    again = seconds(lambda: make_reminders(day))
    Reminder.objects.all().delete()
    return {"made": made, "queries": queries, "seconds": seconds(lambda: make_reminders(day)), "again_seconds": again}


def appoint() -> None:
    """Give every division of the county that takes part the people who are told of it."""
    villages = list(Division.objects.filter(pk__in=Village.objects.values("code")).values_list("pk", flat=True))
    towns = sorted({village[: Division.Level.TOWN] for village in villages})
    given = User.divisions.through
    for role, places in ((User.Role.CLERK, villages), (User.Role.STAFF, towns), (User.Role.LEADER, towns)):
        User.objects.bulk_create(
            [User(username=f"{role}-{place}", role=role) for place in places], ignore_conflicts=True
        )
        users = dict(User.objects.filter(role=role).values_list("username", "pk"))
        given.objects.bulk_create(
            [given(user_id=users[f"{role}-{place}"], division_id=place) for place in places], ignore_conflicts=True
        )
