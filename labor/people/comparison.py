"""Two people side by side: what is said of each, how many facts there are of each kind, and which of them collide."""

from dataclasses import dataclass
from typing import Any

from core.pages.display import facts_of, format_value
from core.records.links import links_to
from labor.models import Person
from labor.people.actions import facts_following

FIELDS = (
    "id_number", "name", "village", "household", "relation_to_head", "education", "capacity", "phone", "joined_on",
    "left_on",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What is said of both; `differs` where it is not the same."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


class Comparison:
    """`left` and `right` as `user` may read them."""

    def __init__(self, left: Person, right: Person, user: Any) -> None:
        self.left, self.right, self.user = left, right, user

    @property
    def rows(self) -> list[Row]:
        pairs = zip(facts_of(self.left, FIELDS), facts_of(self.right, FIELDS), strict=True)
        return [
            Row(one.label, format_value(one.value, self.user) or "—", format_value(other.value, self.user) or "—")
            for one, other in pairs
        ]

    @property
    def facts(self) -> list[Row]:
        """How many facts of each kind either has."""
        counted = (
            (link.kind, link.live(self.left).count(), link.live(self.right).count()) for link in links_to(Person)
        )
        return [Row(kind, f"{one}条", f"{other}条") for kind, one, other in counted if one or other]

    @property
    def collisions(self) -> list[str]:
        """Facts that both have; one of each pair will be voided."""
        found = facts_following(kept=self.left, duplicate=self.right)
        return [f"{each.link.kind}：{self._words(each.told(row))}" for each in found for row in each.taken]

    def _words(self, values: list[Any]) -> str:
        return "，".join(format_value(value, self.user) for value in values)
