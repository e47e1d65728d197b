"""Who is in a class."""

from datetime import date
from typing import Any

from labor.models import Person
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, of_person, said
from training.models import Enrolment, TrainingClass


def find(wanted: Wanted) -> Any:
    enrolled = Enrolment.objects.filter(training_class=wanted.subject)
    return enrolled.order_by("person__village", "person__name_pinyin")


def classes(user: Any, on: date) -> Any:
    return TrainingClass.objects.visible_to(user).order_by("-started_on", "code")


def employers(enrolment: Enrolment) -> str:
    """Where somebody works now."""
    jobs: list[Any] = enrolment.person.current_jobs  # type: ignore[attr-defined]
    return "、".join(job.employer for job in jobs)


class TraineeTable(SourceTable):
    columns = (
        *of_person("姓名", "性别", "年龄", "文化程度", "证件号码", "联系电话", "村"),
        said("工种", lambda row: row.training_class.trade),
        said("工作单位", employers),
        said("证书编号", lambda row: row.certificate),
        said("是否结业", lambda row: row.stage),
    )

    def read(self, rows: Any) -> Any:
        found = list(rows.select_related("training_class", "person__village", "person__household"))
        people = Person.objects.visible_to(self.wanted.user).filter(pk__in=[row.person_id for row in found])
        known = {person.pk: person.current_jobs for person in people.with_current_jobs(self.on)}
        for row in found:
            row.person.current_jobs = known.get(row.person_id, [])
        return found


def is_class(record: Any) -> bool:
    return isinstance(record, TrainingClass)


TRAINEES = OfficialSource(
    find,
    TraineeTable,
    labels_of(TraineeTable.columns),
    subject="培训班",
    subjects=classes,
    may_be_of=is_class,
)
