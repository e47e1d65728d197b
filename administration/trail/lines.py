"""Lines of the trail in words: masked as everywhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from core.models import AuditEvent, Division
from core.pages.display import format_value
from core.personal_data.masking import scrub
from core.personal_data.names import user_label

HEADINGS = (
    "序号",
    "时间",
    "操作人",
    "用户名",
    "操作",
    "对象类别",
    "对象",
    "对象标识",
    "区划",
    "详情",
    "来源地址",
    "校验值",
)
#: What the keys of details are called; a key that stands for itself is shown as it is.
WORDS = {
    "action": "操作",
    "added": "新增",
    "anchor": "校验值",
    "asked": "查找条件",
    "changed": "更改",
    "channel": "通道",
    "divisions": "区划",
    "documents": "佐证材料",
    "facts": "记录",
    "fault": "问题",
    "field": "内容",
    "file": "文件",
    "files": "文件",
    "given_up": "恢复默认",
    "job": "任务",
    "kind": "类别",
    "length": "条数",
    "list": "名单",
    "made_at": "备份时间",
    "number": "编号",
    "numbers": "号码",
    "outcome": "结果",
    "policy": "政策",
    "reason": "原因",
    "record": "记录",
    "refused": "拒绝",
    "register": "登记簿",
    "rehearsal": "演练",
    "renamed": "改名",
    "role": "角色",
    "rows": "条数",
    "deleted": "删去的旧备份",
    "sheets": "工作表",
    "since": "从",
    "special_days": "节假日",
    "state": "状态",
    "total": "总数",
    "unchanged": "未变",
    "undone": "撤销",
    "until": "到",
}
#: Longer details are folded.
LONG = 80
ONE_TOLD = {True: "是", False: "否", None: "—"}


class TrailLine(NamedTuple):
    """One line as a page or a workbook shows it."""

    number: str
    at: datetime
    who: str
    username: str
    action: str
    kind: str
    subject: str
    subject_id: str
    place: str
    details: str
    ip: str
    hash: str
    kind_name: str

    @property
    def is_long(self) -> bool:
        return len(self.details) > LONG

    @property
    def texts(self) -> list[str]:
        return [self.number, f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}", *self[2:-1]]


def lines_of(events: Iterable[AuditEvent], user: Any) -> list[TrailLine]:
    """The lines as `user` may read them; what they are about is fetched once a kind."""
    rows = list(events)
    subjects, places = _subjects(rows, user), _places(rows)
    return [_line(row, subjects.get((row.subject_type, row.subject_id), ""), places) for row in rows]


def _line(row: AuditEvent, subject: str, places: dict[str, str]) -> TrailLine:
    return TrailLine(
        str(row.sequence or "未封存"),
        row.happened_at,
        user_label(row.actor) if row.actor else row.actor_name,
        row.actor_name if row.actor else "",
        row.get_action_display(),
        kind_label(row.subject_type),
        subject,
        row.subject_id,
        places.get(row.division_code, row.division_code),
        "；".join(told(row.details)),
        row.ip or "",
        row.hash[:12],
        row.subject_type,
    )


def kind_label(kind: str) -> str:
    try:
        return str(apps.get_model(kind)._meta.verbose_name) if kind else ""
    except LookupError:  # of an older version
        return kind


def told(details: Any) -> Iterator[str]:
    """The details in words, numbers in them hidden."""
    for key, value in details.items() if isinstance(details, dict) else ():
        yield f"{WORDS.get(key, scrub(str(key)))}：{_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, dict):
        return "（" + "，".join(told(value)) + "）"
    if isinstance(value, list):
        return "、".join(map(_word, value))
    return ONE_TOLD[value] if value is None or isinstance(value, bool) else scrub(str(value))


def _places(rows: list[AuditEvent]) -> dict[str, str]:
    codes = {row.division_code for row in rows}
    return dict(Division.objects.everywhere("the code list is public").filter(pk__in=codes).values_list("pk", "name"))


def _subjects(rows: list[AuditEvent], user: Any) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.subject_type].add(row.subject_id)
    found = {}
    for kind, keys in wanted.items():
        found |= {(kind, str(row.pk)): _called(row, user) for row in _rows(kind, keys, user)}
    return found


def _rows(kind: str, keys: set[str], user: Any) -> Iterable[Model]:
    """The records that lines are about, within the user's divisions; an account bears its user's name."""
    try:
        model: Any = apps.get_model(kind)
    except (LookupError, ValueError):
        return ()
    manager = getattr(model, "with_voided", model._default_manager)
    if not hasattr(manager, "visible_to") and model._meta.label_lower != "accounts.user":
        return ()
    field = model._meta.pk
    usable = {key for key in keys if not field.get_internal_type().endswith("Field") or _fits(field, key)}
    rows = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
    return rows.filter(pk__in=usable)


def _fits(field: Any, key: str) -> bool:
    try:
        field.to_python(key)
    except Exception:
        return False
    return True


def _called(row: Any, user: Any) -> str:
    if hasattr(row, "get_full_name"):
        return user_label(row)
    return format_value(row, user)
