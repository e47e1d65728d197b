"""Accounts as a list."""

from datetime import date
from typing import Any

from django.db.models import CharField, OuterRef, Subquery

from accounts.models import User
from core.tables import Cell, Column, RegisterTable


def first_division(on: date) -> Subquery:
    """What accounts sort by: the first of their divisions."""
    given = User.divisions.through.objects.filter(user=OuterRef("pk")).order_by("division_id")
    return Subquery(given.values("division_id")[:1], output_field=CharField())


class AccountColumn(Column):
    """Leads to the account's page: the list holds none that its reader does not keep."""

    def cell(self, record: Any, on: Any, user: Any) -> Cell:
        return super().cell(record, on, user)._replace(address=record.get_absolute_url())


class AccountTable(RegisterTable):
    columns = (
        AccountColumn("name", "姓名", lambda user, on: user.first_name or user.username, ("name_pinyin",), "lead"),
        Column("username", "用户名", lambda user, on: user.username, sort=("username",)),
        Column("role", "角色", lambda user, on: user.get_role_display(), sort=("role",)),
        Column("divisions", "管辖", lambda user, on: user.division_names, sort=(first_division,)),
        Column("last_login", "上次登录", lambda user, on: user.last_login, sort=("last_login",), kind="date"),
        Column("state", "状态", lambda user, on: user.state(on)),
    )

    def read(self, rows: Any) -> Any:
        return rows.with_divisions().with_standing(self.on)
