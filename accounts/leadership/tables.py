"""Posts of the leadership group with those who hold them on a day."""

from datetime import date
from typing import Any

from accounts.models import LeadershipPost
from core.tables import Column, RegisterTable, itself


def holder(post: LeadershipPost, on: date) -> str:
    if post.held_by_platform_staff:
        return "各村平台人员"
    held = post.holder(on)
    return held.name if held else "空缺"


def since(post: LeadershipPost, on: date) -> date | None:
    held = post.holder(on)
    return held.started_on if held else None


class PostTable(RegisterTable):
    columns = (
        Column("post", "岗位", itself, sort=("position",), kind="lead", links=True),
        Column("holder", "任职人", holder),
        Column("since", "任职日期", since, kind="date"),
    )

    def read(self, rows: Any) -> Any:
        return rows.with_holders(self.on)
