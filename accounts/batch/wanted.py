"""Which accounts a list asks for, and what stands in the way of each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.batch.lists import ListedPerson
from accounts.keeping import TAKEN
from accounts.models import User
from accounts.posts import POSTS, Holder
from accounts.users.wording import offered_divisions
from core.models import Division, Village
from core.personal_data import pinyin

#: A name without a letter that can be spelled.
NAMELESS = "jingban"


@dataclass(frozen=True)
class WantedAccount:
    """A clerk's account that a line asks for; `fault` says in Chinese why it cannot be made, blank where it can."""

    person: ListedPerson
    village: Division | None
    username: str
    fault: str

    @property
    def line(self) -> str:
        """The same line with all that was found out about it."""
        code = self.village.pk if self.village else self.person.place
        return self.person._replace(place=code, username=self.username).line


def villages_without_clerk(user: Any, on: date) -> list[Village]:
    """The villages that `user` keeps in which nobody has a clerk's account that is open on the day `on`."""
    clerks = User.objects.open(on).filter(role=User.Role.CLERK)
    given = User.divisions.through.objects.filter(user__in=clerks)
    covered = tuple(given.values_list("division_id", flat=True).distinct())
    return [each for each in Village.objects.visible_to(user).order_by("pk") if not each.pk.startswith(covered)]


def holders_without_account(user: Any, on: date) -> list[Holder]:
    """Whoever holds a post in the villages that `user` keeps, and has no account."""
    return [holder for post in POSTS for holder in post.holders_without_account(user, on)]


def wanted(people: Iterable[ListedPerson], *, by: User, on: date) -> list[WantedAccount]:
    """Each line with the village that it means, a user name, and what is wrong with it."""
    return list(_Check(by, on).judged(people))


class _Check:
    """What the lines of one list are held against: the villages of whoever asks, the accounts that there are."""

    def __init__(self, by: User, on: date) -> None:
        villages = offered_divisions(by).filter(level=Division.Level.VILLAGE)
        self.villages = list(villages)
        clerks = User.objects.visible_to(by).open(on).filter(role=User.Role.CLERK).with_divisions()
        self.clerks = {(code, each.first_name): each.username for each in clerks for code in each.division_codes}
        self.taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
        self.lines: dict[tuple[str, str], int] = {}

    def judged(self, people: Iterable[ListedPerson]) -> Iterator[WantedAccount]:
        listed = list(people)
        given = Counter(each.username.lower() for each in listed if each.username)
        for each in listed:
            found = self._villages(each.place)
            village = found[0] if len(found) == 1 else None
            fault = self._fault(each, found) or (self._name_fault(each, given) if each.username else "")
            username = each.username or ("" if fault else self._proposed(each.name, given))
            if village and not fault:
                self.lines[village.pk, each.name] = each.number
            yield WantedAccount(each, village, username, fault)

    def _villages(self, place: str) -> list[Division]:
        """Those that a code or a name means; the last words of a name may be left out."""
        exact = [each for each in self.villages if place in (each.pk, each.name)]
        return exact or [each for each in self.villages if place and short(place) == short(each.name)]

    def _fault(self, person: ListedPerson, found: list[Division]) -> str:
        if not found:
            return f"您管辖的村（社区）里没有“{person.place}”，请写村名或 12 位代码"
        if len(found) > 1:
            return f"叫“{person.place}”的有 {len(found)} 个，请写 12 位代码"
        if not person.name:
            return "没有写姓名"
        key = (found[0].pk, person.name)
        if username := self.clerks.get(key):
            return f"这个村的{person.name}已有账号 {username}"
        return f"与第 {self.lines[key]} 行是同一个人" if key in self.lines else ""

    def _name_fault(self, person: ListedPerson, given: Counter[str]) -> str:
        if person.username.lower() in self.taken:
            return TAKEN.format(name=person.username)
        if given[person.username.lower()] > 1:
            return f"用户名“{person.username}”写了不止一次，请换一个"
        return _refused(person)

    def _proposed(self, name: str, given: Counter[str]) -> str:
        """The name in letters, with a number where somebody has it."""
        spelled = pinyin.sort_key(name).replace(" ", "")
        begin = spelled if spelled.isascii() and spelled.isalnum() else NAMELESS
        number, found = 1, begin
        while found in self.taken or found in given:
            number += 1
            found = f"{begin}{number}"
        self.taken.add(found)
        return found


def short(place: str) -> str:
    """A village's name without what kind of place it is: 木瓜村村民委员会 and 木瓜村 are 木瓜."""
    for ending in ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"):
        place = place.removesuffix(ending)
    return place


def _refused(person: ListedPerson) -> str:
    """What the fields of an account say of a name and a user name."""
    try:
        User(username=person.username, first_name=person.name).clean_fields(exclude=["password"])
    except ValidationError as faults:
        return "".join(faults.messages)
    return ""
