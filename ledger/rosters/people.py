"""Whom the rows of a list mean: by a whole number, by one that is masked, or by name and what else is given."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.personal_data import identity
from core.wall import everywhere
from labor.models import Person
from ledger.matching import former_numbers
from ledger.reach import Reach
from ledger.rosters.layouts import ID_NUMBER, NAME, VILLAGE
from ledger.rosters.villages import ToldVillage
from ledger.rosters.words import text_of, unblanked
from ledger.stored import chunks

NOBODY = "按姓名和所给的信息找不到这个人"
SEVERAL = "按姓名和所给的信息找到不止一个人，请填证件号码"
NEITHER = "证件号码和姓名都没有填"
UNCLEAR = "没有证件号码，只凭姓名认不出是谁：请填证件号码，或村、户编号、户主姓名"
OTHER_NAME = "证件号码已登记在另一个姓名下"
_LABEL = re.compile(r"^(?:身份证(?:号码?)?|证件号码?)[:：]")
_MASKED = re.compile(r"([0-9]*)[*＊×]{2,}([0-9]*[0-9X])")  # noqa: RUF001
_DISABILITY = re.compile(r"([0-9]{17}[0-9X])[0-9A-Z]{2}")
EIGHTEENTH = 17


class Number(NamedTuple):
    """A number as a cell tells it: whole, or the ends of one that is masked; or why it is none."""

    whole: str = ""
    ends: tuple[str, str] | None = None
    fault: str = ""
    note: str = ""
    kind: str = "identity"


class KnownPerson(NamedTuple):
    """Somebody who is stored; `inside` the importer's divisions or elsewhere."""

    pk: Any
    number: str
    name: str
    village: str
    household: str
    head: str
    inside: bool


@dataclass(frozen=True)
class Asked:
    """What a row says of its person."""

    number: Number
    name: str = ""
    village: ToldVillage | None = None
    household: str = ""
    head: str = ""


@dataclass(frozen=True)
class Who:
    """Whom a row means. `stored` is who bears the number; a fault is told at the heading `at`."""

    number: str = ""
    stored: KnownPerson | None = None
    kind: str = ""
    message: str = ""
    at: str = ID_NUMBER
    note: str = ""

    @property
    def inside(self) -> bool:
        return self.stored is not None and self.stored.inside

    @property
    def elsewhere(self) -> bool:
        return self.stored is not None and not self.stored.inside


def number_told(value: Any) -> Number:
    """The number in a cell that is not blank."""
    if isinstance(value, float) and abs(value) >= 1e15:
        return Number(fault="证件号码被存成了数字，末尾几位已丢失，请把该列设为文本后重新填写")
    text = _LABEL.sub("", unblanked(text_of(value)).upper().replace("-", ""))
    if masked := _MASKED.fullmatch(text):
        return Number(ends=(masked[1], masked[2]))
    if len(text) == EIGHTEENTH + 1 and text.endswith("×"):  # noqa: RUF001
        text = text[:EIGHTEENTH] + "X"
    disability = _DISABILITY.fullmatch(text)
    try:
        return Number(
            identity.normalise(disability[1] if disability else text), note="disability" if disability else ""
        )
    except identity.InvalidIdentityNumber as fault:
        return Number(fault=str(fault))


class People:
    """Those whom the rows of a file may mean. `learn` what all of them say before anybody is looked for."""

    def __init__(self, reach: Reach, *, takes_names: bool) -> None:
        self._reach, self._takes_names = reach, takes_names
        self._by_number: dict[str, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self._present: dict[str, str] = {}

    def learn(self, asked: Iterable[Asked]) -> None:
        every = list(asked)
        numbers = {each.number.whole for each in every} - {""}
        names = {each.name for each in every if not each.number.whole and not each.number.fault} - {""}
        self._present = former_numbers(numbers)
        with everywhere("whether a number is registered elsewhere is asked, and who it is, told to nobody"):
            for chunk in chunks({self._present.get(number, number) for number in numbers}):
                for person in self._load(Person.objects.filter(id_number__in=chunk)):
                    self._by_number[person.number] = person
        for chunk in chunks(names):
            for person in self._load(self._reach.held(Person).filter(name__in=chunk)):
                self._by_name[person.name].append(person)

    def find(self, asked: Asked) -> Who:
        number = asked.number
        if number.fault:
            return Who(kind=number.kind, message=number.fault)
        if number.whole:
            return self._whole(asked)
        if number.ends:
            return self._one_of(self._masked(asked, number.ends), "masked")
        return self._nameless(asked)

    def _load(self, rows: Any) -> Iterable[KnownPerson]:
        columns = ("pk", "id_number", "name", "village_id", "household__code", "household__head_name")
        for pk, number, name, village, household, head in rows.order_by("pk").values_list(*columns):
            yield KnownPerson(
                pk, _plain(number), name, village, household or "", head or "", self._reach.holds(village)
            )

    def _whole(self, asked: Asked) -> Who:
        number = self._present.get(asked.number.whole, asked.number.whole)
        stored, note = self._by_number.get(number), asked.number.note
        if stored and stored.inside and asked.name and not self._takes_names and stored.name != asked.name:
            return Who(number, stored, "name", OTHER_NAME, NAME, note)
        return Who(number, stored, note=note)

    def _masked(self, asked: Asked, ends: tuple[str, str]) -> list[KnownPerson]:
        named = self._by_name.get(asked.name, [])
        return [one for one in named if one.number.startswith(ends[0]) and one.number.endswith(ends[1])]

    def _nameless(self, asked: Asked) -> Who:
        if not asked.name:
            return Who(kind="required", message=NEITHER)
        if asked.village and asked.village.kind:
            return Who(kind=asked.village.kind, message=asked.village.message, at=VILLAGE)
        village = asked.village.code if asked.village else ""
        if not (village or asked.household or asked.head):
            return Who(kind="identity", message=UNCLEAR)
        found = [
            one
            for one in self._by_name.get(asked.name, [])
            if village in ("", one.village) and asked.household in ("", one.household) and asked.head in ("", one.head)
        ]
        return self._one_of(found, "by-name")

    def _one_of(self, found: list[KnownPerson], note: str) -> Who:
        if len(found) == 1:
            return Who(found[0].number, found[0], note=note)
        return Who(kind="several", message=SEVERAL) if found else Who(kind="nobody", message=NOBODY)


def _plain(number: Any) -> str:
    return getattr(number, "plain", number)
