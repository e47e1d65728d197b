"""Who is acting, for row history and audit: entered by the middleware, a task or a command, and nowhere else."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from celery import Task
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from core import schema

Found = TypeVar("Found")


@dataclass(frozen=True)
class Actor:
    """`find_user` is asked each time: a request learns its user late, and signing in changes it."""

    find_user: Callable[[], Any]
    label: str
    ip: str = ""
    #: What was asked once for as long as this one acts.
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def user(self) -> Any:
        """The signed-in user, or None."""
        user = self.find_user()
        return user if user is not None and user.is_authenticated else None

    @property
    def name(self) -> str:
        """The user's name, or what acts where no user does."""
        user = self.user
        return user.get_username() if user is not None else self.label


NOBODY = Actor(lambda: None, "系统")
_entered: ContextVar[Actor] = ContextVar("actor", default=NOBODY)


def present() -> Actor:
    """Who acts, with the address it comes from."""
    return _entered.get()


def once(name: str, ask: Callable[[], Found]) -> Found:
    """What `ask` finds, asked once a request, task or command; where nobody acts, each time."""
    actor = present()
    if actor is NOBODY:
        return ask()
    if name not in actor.known:
        actor.known[name] = ask()
    found: Found = actor.known[name]
    return found


def current_actor() -> Any:
    """The user who acts, or None where a command or a task acts by itself."""
    return present().user


@contextmanager
def entered(actor: Actor) -> Iterator[None]:
    token = _entered.set(actor)
    try:
        yield
    finally:
        _entered.reset(token)


def acting_as(user: Any, *, label: str = NOBODY.label, ip: str = "") -> Any:
    """A context in which `user` acts; with None, what `label` names acts."""
    return entered(Actor(lambda: user, label, ip))


class HistoryContext:
    """Stands where simple-history looks for the request, so that a row's history names the present actor."""

    @property
    def request(self) -> Actor:
        return present()


class ActorTask(Task):  # type: ignore[misc]
    """A task acts for the user who queued it; its message carries the key."""

    abstract = True

    def apply_async(self, *args: Any, headers: dict[str, Any] | None = None, **options: Any) -> Any:
        user = current_actor()
        carried = {"actor": user.pk} if user is not None else {}
        return super().apply_async(*args, headers={**carried, **(headers or {})}, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        key = (self.request.headers or {}).get("actor")
        user = get_user_model().objects.filter(pk=key).first() if key else current_actor()
        with acting_as(user, label=f"后台任务 {self.name}"):
            return self.run(*args, **kwargs)


class ActorCommand(BaseCommand):
    """A command acts by itself, under the system account's name; called by other code, it acts for whoever acts."""

    #: Whether it does without the tables that are there.
    replaces_tables = False
    #: The status with which it leaves where a newer program has made them.
    refused_with = 1

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not self.replaces_tables:
            self._refuse_newer_tables()
        if present() is not NOBODY:
            return super().execute(*args, **options)
        with acting_as(None, label=f"命令行（{system_account()}）"):
            return super().execute(*args, **options)

    def _refuse_newer_tables(self) -> None:
        try:
            schema.refuse_newer()
        except schema.NewerDatabase as newer:
            raise CommandError(f"{newer}，{schema.REMEDY}", returncode=self.refused_with) from newer
        except OperationalError:  # can't be opened, which the command itself will say
            pass


def system_account() -> str:
    """The account that runs the process; a container's may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "未知账号"
