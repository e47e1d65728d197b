"""What roles and divisions open, in words: for whoever gives them."""

from typing import Any, NamedTuple

from accounts.models import User
from core.models import Division

Role = User.Role
OPENS = {
    Role.CLERK: "登记、核实管辖村里的人；查看完整号码要写原因",
    Role.STAFF: "管辖范围内各村的人和台账，登记簿、导入导出都能做",
    Role.LEADER: "只看得分、进度和名册，姓名打码，不能修改",
    Role.AUDITOR: "只查阅审计记录，别的都打不开",
    Role.ADMINISTRATOR: "镇级经办人员能做的都能做，另管账号和系统设置",
}


class OfferedRole(NamedTuple):
    value: str
    label: str
    opens: str


def roles_for(keeper: Any) -> list[OfferedRole]:
    """The roles that `keeper` may give, each with what it opens."""
    return [OfferedRole(value, Role(value).label, OPENS.get(value, "")) for value in keeper.roles_kept]


def opened_by(divisions: list[Division]) -> list[str]:
    """Each division with how much of it is seen: 五团镇：全镇各村社区."""
    whole = {
        Division.Level.VILLAGE: "本村社区",
        Division.Level.TOWN: "全镇各村社区",
        Division.Level.COUNTY: "全县各乡镇",
    }
    return [f"{each.name}：{whole.get(each.level, '以下全部')}" for each in divisions]  # type: ignore[call-overload]


def offered_divisions(keeper: Any) -> Any:
    """What `keeper` can give: their own divisions, and those inside that take part, down to the villages."""
    inside = Division.objects.visible_to(keeper).filter(level__gte=Division.Level.COUNTY)
    return (inside.taking_part() | inside.filter(pk__in=keeper.division_codes)).order_by("code")
