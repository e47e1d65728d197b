"""A town of 20,000 people at work: thirty users at once on one server; and a run of the reminders over a county."""

import http.client
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted
from fictional.scale.town import HOME

PEOPLE, FEW, COUNTY_PEOPLE = 20_000, 2_000, 240_000
USERS, ROUNDS, THREADS = 30, 8, 8
TARGET = 5
TRIVIAL = "/accounts/me/"
#: A day on which half-years, cases and contracts are about to end.
REMINDED = "2023-12-01"

Times = dict[str, list[float]]


def step() -> Answer:
    """Median times of each page with all users at work, and the queries of one that is asked for a second time."""
    sessions, paths = _users()
    for path in paths.values():
        _alone(path, sessions[0])
    queries = {name: counted(partial(_alone, path, sessions[0]))[1] for name, path in paths.items()}
    return {"queries": queries, "seconds": {name: median(times) for name, times in _at_once(sessions, paths).items()}}


def _users() -> tuple[list[str], dict[str, str]]:
    """Sessions of staff and of clerks of every village, and the pages that they open."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from core.models import Village
    from labor.models import Person
    from wutuan import static

    static.collect_if_changed()
    settings.ALLOWED_HOSTS = ["*"]
    villages = list(Village.objects.within(HOME).values_list("code", flat=True))
    sessions = []
    for number in range(USERS):
        is_staff = number % 3 == 0
        user = User.objects.create(username=f"bench-{number}", role=User.Role.STAFF if is_staff else User.Role.CLERK)
        user.divisions.set([HOME if is_staff else villages[number % len(villages)]])
        client = Client()
        client.force_login(user)
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    person = Person.objects.within(HOME).order_by("pk").first()
    pages = {"inbox": reverse("scoring:inbox"), "verification": reverse("labor:verification_list")}
    return sessions, {"trivial": TRIVIAL, **pages, "person": person.get_absolute_url()}


def _alone(path: str, session: str) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)


def _at_once(sessions: Sequence[str], paths: dict[str, str]) -> Times:
    """Every user asks for all pages again and again, each in an order of their own."""
    import waitress
    from django.core.handlers.wsgi import WSGIHandler

    server = waitress.create_server(WSGIHandler(), host="127.0.0.1", port=0, threads=THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    times: Times = defaultdict(list)
    users = [
        threading.Thread(target=_work, args=(server.effective_port, session, paths, Random(number), times))  # noqa: S311
        for number, session in enumerate(sessions)
    ]
    for user in users:
        user.start()
    for user in users:
        user.join()
    server.close()
    return times


def _work(port: int, session: str, paths: dict[str, str], chance: Random, times: Times) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for turn in range(ROUNDS):
        for name, path in chance.sample(list(paths.items()), len(paths)):
            start = perf_counter()
            connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 404):  # a person of another village is not found, and found out as slowly
                raise RuntimeError(f"{path}: {answer.status}")
            if turn and answer.status == 200:  # the first turn warms up
                times[name].append(perf_counter() - start)


def lines(server: Server, options: Options) -> Iterator[Line]:
    """Pages at two sizes of the town, the larger one timed; then the reminders."""
    people = options.people or PEOPLE
    if options.wants("clerk.inbox", "clerk.verification", "clerk.person"):
        few, many = (server.measured("clerk", size, 1) for size in (min(FEW, people), people))
        floor = many["seconds"]["trivial"]
        for name, taken in many["seconds"].items():
            if name != "trivial":
                same = many["queries"][name] <= few["queries"][name]  # an inbox asks for the kinds that it shows
                times = {"seconds": taken, "floor_seconds": floor, "queries": many["queries"][name]}
                note = f"{USERS} users at once"
                ratio = taken / floor
                yield Line(f"clerk.{name}", server.name, people, ratio, TARGET, agreed=same, note=note, **times)
    if options.wants("clerk.reminders"):
        people = options.people or COUNTY_PEOPLE
        answer = server.measured("clerk", people, 12, "remind", on=REMINDED)
        again, made = answer.pop("again_seconds"), answer.pop("made")
        times = {
            "floor_seconds": again,
            "note": f"{made} reminders; floor = a pass that finds all told",
            **answer,
        }
        yield Line("clerk.reminders", server.name, people, answer["seconds"] / again, None, **times)
