"""What stands on the paper of 半年核实: what is known of a person, and room for what is heard at the door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labor.models import Person
from ledger.columns import SheetColumn
from ledger.sheets import SHEETS_BY_MODEL
from ledger.sheets.labor import EmploymentSheet, VerificationSheet

SHEET = "待核实名单"
#: Whom a row is about, whether numbers are masked or not; nobody has to see it.
KEY = "编号"


@dataclass(frozen=True)
class KnownColumn:
    """A column that is filled in already: how wide, all that it may say of a person, and where a change is written."""

    header: str
    width: float
    find: Callable[[Any], tuple[str, ...]]
    changed_in: str = ""


@dataclass(frozen=True)
class AskedColumn:
    """A column to fill in, read as the ledger reads `column`."""

    header: str
    width: float
    column: SheetColumn

    @property
    def name(self) -> str:
        return str(self.column.attribute)


def _of_jobs(find: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    return lambda person: ("、".join(filter(None, map(find, person.current_jobs))),)


def _wage(job: Any) -> str:
    return f"{job.monthly_wage:,.0f}" if job.monthly_wage else ""


def _whole_and_masked(name: str) -> Callable[[Any], tuple[str, ...]]:
    return lambda person: (getattr(person, name).plain, str(getattr(person, name)))


KNOWN = (
    KnownColumn("姓名", 8, lambda person: (person.name,)),
    KnownColumn("村", 9, lambda person: (person.village.name,)),
    KnownColumn("户主", 8, lambda person: (person.household.head_name if person.household else "",)),
    KnownColumn("单位", 15, _of_jobs(lambda job: job.employer), "新单位"),
    KnownColumn("就业地", 10, _of_jobs(lambda job: job.place), "新就业地"),
    KnownColumn("月收入", 7, _of_jobs(_wage), "新月收入"),
    KnownColumn("联系电话", 12.5, _whole_and_masked("phone"), "新电话"),
    KnownColumn("证件号码", 19.5, _whole_and_masked("id_number")),
)
#: Those of which the row is refused where its cell no longer says what is known.
COMPARED = tuple(each for each in KNOWN if each.changed_in or each.header in ("姓名", "证件号码"))


def _of(sheet: Any, name: str) -> SheetColumn:
    return next(column for column in sheet.columns if column.attribute == name)


ANSWERS = (
    AskedColumn("核实日期", 10.5, _of(VerificationSheet, "verified_on")),
    AskedColumn("核实方式", 6, _of(VerificationSheet, "method")),
    AskedColumn("核实结果", 8, _of(VerificationSheet, "result")),
    AskedColumn("核实人", 8, _of(VerificationSheet, "verifier")),
)
CHANGES = (
    AskedColumn("新单位", 15, _of(EmploymentSheet, "employer")),
    AskedColumn("到岗日期", 10.5, _of(EmploymentSheet, "started_on")),
    AskedColumn("新就业地", 10, _of(EmploymentSheet, "workplace")),
    AskedColumn("新渠道", 8, _of(EmploymentSheet, "channel")),
    AskedColumn("新月收入", 8, _of(EmploymentSheet, "monthly_wage")),
    AskedColumn("新电话", 12.5, _of(SHEETS_BY_MODEL[Person], "phone")),
)
ASKED = (*ANSWERS, *CHANGES)
