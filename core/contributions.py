"""What apps contribute to the pages and the work of others: in one way, so that nothing is silently never loaded.

Who can be contributed to has a slot, and says what goes into it:

    class Check(NamedTuple):                           # core/checks.py
        find: Callable[[Any, date], Iterable[str]]
        model: type[Record]

    CHECKS = Slot(FunctionType, Check)

Who contributes does it where its subject is, in a module that the `contributions.py` of its app imports:

    @contribute(CHECKS, Employment)                    # labor/employment/checks.py
    def wage_missing(job: Employment, on: date) -> Iterator[str]: ...

    contribute(PANELS, Workshop)(Panel(…), Panel(…))   # what is no function

`core` imports every app's `contributions.py` when the program starts, the lowest app first (ADR 0036).
"""

from collections.abc import Callable, Iterator
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

Thing = TypeVar("Thing")
Where = ParamSpec("Where")
Entry = TypeVar("Entry")


class Slot(Generic[Thing, Where, Entry]):
    """A place for contributions of one type, in the order of the apps.

    `entry` keeps one with where it belongs; its other parameters are those of `contribute`.
    """

    def __init__(self, takes: type, entry: Callable[Concatenate[Thing, Where], Entry]) -> None:
        self.takes, self.entry = takes, entry
        self.entries: list[Entry] = []

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


class Contribute(Protocol[Thing]):
    """Takes one thing, as a decorator does, or several; gives the first of them back."""

    def __call__(self, thing: Thing, *more: Thing) -> Thing: ...


def contribute(slot: Slot[Thing, Where, Entry], *where: Where.args, **how: Where.kwargs) -> Contribute[Thing]:
    """Put what the answer is called with into `slot`; TypeError for what is no slot, or does not fit into it."""
    if not isinstance(slot, Slot):
        raise TypeError(f"{slot!r} is no slot to contribute to")

    def put(thing: Thing, *more: Thing) -> Thing:
        for each in (thing, *more):
            if not isinstance(each, slot.takes):
                raise TypeError(f"{each!r} does not fit into a slot for {slot.takes.__name__}")
            slot.entries.append(slot.entry(each, *where, **how))
        return thing

    return put
