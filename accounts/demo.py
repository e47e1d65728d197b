"""The accounts of the demo town, one a role. Production refuses to start while one of them is there."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User


class DemoAccount(NamedTuple):
    username: str
    name: str
    role: User.Role
    division: str


PASSWORD = "wutuan-demo"  # noqa: S105 - known to everybody, which is why production refuses it
TOWN, TOWN_NAME = "430529104", "五团镇"
CLERK = DemoAccount("clerk", "石春梅", User.Role.CLERK, "430529104204")
ACCOUNTS = (
    CLERK,
    DemoAccount("staff", "杨晓玲", User.Role.STAFF, TOWN),
    DemoAccount("leader", "唐建平", User.Role.LEADER, TOWN),
    DemoAccount("admin", "吴志强", User.Role.ADMINISTRATOR, TOWN),
    DemoAccount("auditor", "蒋明德", User.Role.AUDITOR, TOWN),
)
USERNAMES = tuple(account.username for account in ACCOUNTS)


@transaction.atomic
def create() -> None:
    """Add them all to a database without accounts."""
    hashed = make_password(PASSWORD)
    for account in ACCOUNTS:
        user = User.objects.create(
            username=account.username, password=hashed, first_name=account.name, role=account.role
        )
        user.divisions.add(account.division)
