"""兑现 of a policy to people: who is given how much, and for which work."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from core.periods import month_and_day
from labor.employment.regions import AWAY, Region, with_region
from labor.models import Employment, Person
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, of_person, said
from oversight.models import Policy, PolicyPayment
from oversight.policies.eligibility import Eligibility
from oversight.policies.tables import subjects_of

#: What policies for those who work far from home are known by.
FAR, FOR_TRAVEL = (Eligibility.OTHER_PROVINCE, Eligibility.EXPORTED), "交通"


def find(wanted: Wanted) -> Any:
    """Payments to people whom the user sees, by village and name."""
    people = Person.objects.visible_to(wanted.user).filter(id_number=OuterRef("subject_code"))
    home, name = (Subquery(people.values(field)[:1]) for field in ("village", "name_pinyin"))
    paid = PolicyPayment.objects.filter(policy=wanted.subject, subject_kind=PolicyPayment.SubjectKind.PERSON)
    return paid.annotate(home=home, spelled=name).exclude(home=None).order_by("home", "spelled")


def travel_policies(user: Any, on: date) -> Any:
    """Policies of the user's towns for those who work far from home, the newest first."""
    far = Q(eligibility__in=FAR) | Q(name__contains=FOR_TRAVEL)
    return Policy.objects.visible_to(user).filter(far).order_by("-year", "code")


def spell(job: Employment | None) -> str:
    """2023年2月8日至2023年12月20日."""
    if job is None:
        return ""
    return f"{_day(job.started_on)}至{_day(job.ended_on) if job.ended_on else '今'}"


def _day(day: date) -> str:
    return f"{day.year}年{month_and_day(day)}"


def how_far(region: str) -> int:
    """The farther from home, the more."""
    return AWAY.index(Region(region)) + 1 if region in AWAY else 0


class PaidPersonTable(SourceTable):
    """Payments with whom they are for, and the work of the year that took them farthest and was begun last."""

    columns = (
        *of_person("姓名", "性别", "年龄", "村", "户编号", "证件号码", "联系电话"),
        said("务工时间", lambda row: spell(row.job)),
        said("务工地点", lambda row: row.job and row.job.place),
        said("务工单位", lambda row: row.job and row.job.employer),
        said("金额", lambda row: row.amount),
    )

    def read(self, rows: Any) -> list[Any]:
        user, found = self.wanted.user, list(rows)
        known = subjects_of(found, user, "village", "household")
        jobs = self._jobs([person.pk for person in known.values()])
        for row in found:
            row.person = known[row.subject_kind, row.subject_code]
            row.job = jobs.get(row.person.pk)
        return found

    def _jobs(self, people: list[int]) -> dict[int, Employment]:
        year = self.wanted.subject.year
        lasted = Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1))
        jobs = Employment.objects.visible_to(self.wanted.user).filter(lasted, started_on__lte=date(year, 12, 31))
        told = with_region(jobs.filter(person__in=people)).select_related("workplace_division")
        best = sorted(told, key=lambda job: (how_far(job.region), job.started_on))
        return {job.person_id: job for job in best}


def is_for_travel(record: Any) -> bool:
    return isinstance(record, Policy) and (record.eligibility in FAR or FOR_TRAVEL in record.name)


TRAVEL = OfficialSource(
    find,
    PaidPersonTable,
    labels_of(PaidPersonTable.columns),
    of_town=True,
    subject="政策",
    subjects=travel_policies,
    called=lambda policy: f"{policy.year}年{policy.name}",
    may_be_of=is_for_travel,
)
