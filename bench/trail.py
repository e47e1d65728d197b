"""The audit trail at a million lines: its page and its searches, against the same of a thousand; and its workbook."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from bench.visitor import visitor
from fictional.scale.town import HOME

LINES, FEW = 1_000_000, 1_000
#: A search may cost so many times what it costs among few.
TARGET = 5
TURNS = 7
BATCH, USERS, PEOPLE = 5_000, 30, 20_000


def fill(lines: int) -> None:
    """So many lines of a town that thirty work in, evenly over some years."""
    from django.db.models import QuerySet

    from accounts.models import User
    from core.models import AuditEvent, AuditHead
    from fictional.scale.storing import execute

    users = User.objects.bulk_create(User(username=f"clerk-{number}") for number in range(USERS))
    for begin in range(0, lines, BATCH):
        rows = [_line(number, lines, users) for number in range(begin, min(begin + BATCH, lines))]
        QuerySet(AuditEvent).bulk_create(rows)
    AuditHead.objects.update_or_create(pk=1, defaults={"length": lines})
    execute("ANALYZE")


def _line(number: int, lines: int, users: list[Any]) -> Any:
    from django.utils import timezone

    from core.models import AuditEvent

    user = users[number % USERS]
    action = list(AuditEvent.Action)[number * 7 % len(AuditEvent.Action)]
    return AuditEvent(
        happened_at=timezone.now() - timedelta(days=900) * ((lines - number) / lines),
        actor=user,
        actor_name=user.username,
        action=action,
        subject_type="labor.person" if number % 3 else "",
        subject_id=str(number % PEOPLE) if number % 3 else "",
        division_code=f"{HOME}{200 + number % 11:03}",
        details={"rows": number % 50, "reason": "核对"},
        ip="127.0.0.1",
        sequence=number + 1,
        hash=f"{number:064x}",
    )


def step() -> Answer:
    """Median times and query counts of each search, and the time of a workbook with the lines of a day."""
    from django.utils import timezone

    client, address = _auditor()
    found: dict[str, Any] = {}
    for name, asked in _searches(timezone.localdate()).items():
        look = partial(client.get, address, asked)
        queries = counted(look)[1]
        found[name] = {"seconds": median(seconds(look) for _ in range(TURNS)), "queries": queries}
    return {"pages": found, "export": _exported(timezone.localdate())}


def _auditor() -> tuple[Any, str]:
    from django.urls import reverse

    return visitor("auditor"), reverse("administration:trail")


def _searches(today: Any) -> dict[str, dict[str, Any]]:
    """By who, what, about whom and when, and what finds nothing."""
    middle = today - timedelta(days=450)
    return {
        "newest": {},
        "old": {"before": str(LINES // 2)},
        "who": {"who": "clerk-7"},
        "what": {"action": "void"},
        "rare": {"action": "rubric_published", "who": "clerk-3"},
        "about": {"kind": "labor.person", "about": "77"},
        "when": {"since": str(middle), "until": str(middle + timedelta(days=1))},
        "all": {"who": "clerk-7", "action": "void", "since": str(middle), "until": str(today)},
        "nobody": {"who": "没有这个人"},
    }


def _exported(today: Any) -> dict[str, Any]:
    """A workbook of what was done in a month, made as the worker makes it."""
    from accounts.models import User
    from administration import tasks
    from administration.models import TrailExport

    job = TrailExport(requested_by=User.objects.get(username="bench"), criteria={"since": str(today - timedelta(30))})
    job.save()
    taken = seconds(lambda: tasks.export_trail(job.pk))
    job.refresh_from_db()
    return {"seconds": taken, "rows": job.rows}


def lines(server: Server, options: Options) -> Iterator[Line]:
    """A line for each search; then the workbook, whose ratio is its seconds for a thousand lines."""
    few, many = (_measured(server, size) for size in (FEW, LINES))
    for name, found in many["pages"].items():
        floor = few["pages"][name]
        ratio = found["seconds"] / floor["seconds"]
        times = {"floor_seconds": floor["seconds"], **found, "note": name}
        same = found["queries"] <= floor["queries"]
        yield Line("trail.pages", server.name, LINES, ratio, TARGET, agreed=same, **times)
    taken, rows = many["export"]["seconds"], many["export"]["rows"]
    yield Line("trail.export", server.name, LINES, taken * 1000 / rows, None, seconds=taken, note=f"{rows} rows")


def _measured(server: Server, size: int) -> Answer:
    name = f"trail-{size}"
    server.create(name, "empty")
    server.run(name, "fill-trail", lines=size)
    try:
        return server.run(name, "trail")
    finally:
        server.drop(name)
