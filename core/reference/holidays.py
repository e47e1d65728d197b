"""节假日和调休 as a list: the State Council's arrangement of whole years."""

from collections.abc import Collection, Iterable
from datetime import date

from core.models import SpecialDay
from core.reference.files import BrokenFile, ListFault, ListRow
from core.reference.lists import Entries
from core.workdays import SATURDAY, Kind

KINDS = {word: kind for kind in Kind for word in (kind.value, kind.label)} | {
    "休": Kind.HOLIDAY,
    "班": Kind.WORKDAY,
    "调休": Kind.WORKDAY,
    "上班": Kind.WORKDAY,
}
FIRST, LAST = 2000, 2100
LONGEST_NAME = SpecialDay._meta.get_field("name").max_length or 0


class HolidayList:
    """Each year that stands in the file is replaced as a whole."""

    columns = {"日期": ("日期", "day"), "安排": ("安排", "kind", "类型"), "节日": ("节日", "name", "名称")}

    def understood(self, rows: Iterable[ListRow]) -> Entries:
        entries: Entries = {}
        faults: list[ListFault] = []
        for row in rows:
            try:
                day, kind, name = _read(row)
                if str(day) in entries:
                    raise ValueError(f"{day} 写了两次")
                entries[str(day)] = [kind, name]
            except ValueError as fault:
                faults.append(ListFault(row.number, str(fault)))
        if faults:
            raise BrokenFile(*faults)
        return entries

    def stored(self, listed: Entries) -> Entries:
        years = {int(day[:4]) for day in listed}
        known = SpecialDay.objects.filter(day__year__in=years)
        return {str(day): [kind, name] for day, kind, name in known.values_list("day", "kind", "name")}

    def in_use(self, keys: Collection[str]) -> dict[str, str]:
        """Nothing refers to a day: reminders ask for the calendar anew."""
        return {}

    def put(self, entries: Entries) -> None:
        days = [SpecialDay(date.fromisoformat(day), kind, name) for day, (kind, name) in entries.items()]
        SpecialDay.objects.bulk_create(
            days, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "name"]
        )

    def drop(self, keys: Collection[str]) -> None:
        SpecialDay.objects.filter(day__in=keys).delete()


def _read(row: ListRow) -> tuple[date, str, str]:
    """ValueError says in words for the row what is wrong with it."""
    day, kind, name = _day(row.cells["日期"]), KINDS.get(row.cells["安排"]), row.cells["节日"]
    if kind is None:
        raise ValueError(f"安排“{row.cells['安排']}”看不懂，应写“放假”或“调休上班”")
    if kind == Kind.WORKDAY and day.weekday() < SATURDAY:
        raise ValueError(f"{day} 不是周末，本来就上班，不用写调休上班")
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"节日要写名称，最多 {LONGEST_NAME} 个字")
    return day, kind.value, name


def _day(text: str) -> date:
    parts = text.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日").split("-")
    try:
        day = date(*map(int, parts))
    except (TypeError, ValueError):
        raise ValueError(f"日期“{text[:20]}”看不懂，应写成 2027-01-01") from None
    if not FIRST <= day.year <= LAST:
        raise ValueError(f"日期“{text[:20]}”的年份不对")
    return day
