"""What is doubtful about who was trained, and what came of it."""

from collections.abc import Iterator
from itertools import combinations

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from labor.employment.facts import Channel, jobs_of
from labor.people.facts import PEOPLE, PersonRow, why_unfit
from training.facts import CLASSES, ENROLMENTS, ClassRow, EnrolmentRow

AWAY = (Channel.OTHER_PROVINCE, Channel.OTHER_COUNTY)
Enrolled = tuple[ClassRow, EnrolmentRow]


@contribute(DOUBTS, "classes-overlap")
def two_classes_at_a_time(facts: Snapshot) -> Iterator[Doubt]:
    for person, enrolled in _trained(facts):
        for (first, _), (second, _) in combinations(sorted(enrolled, key=lambda each: each[0].code), 2):
            last = min(first.last_day, second.last_day)
            if max(first.started_on, second.started_on) <= last and last >= facts.first_day:
                yield person.doubt(f"{first.code}@{second.code}", 班级编号=first.code, 另一班级编号=second.code)


@contribute(DOUBTS, "completion-unlikely")
def completed_and_yet_not(facts: Snapshot) -> Iterator[Doubt]:
    for person, enrolled in _trained(facts):
        this_year = [each for each in enrolled if facts.this_year(each[0].started_on)]
        completed = [course.category for course, enrolment in this_year if enrolment.completed]
        for course, enrolment in this_year:
            if reason := _odd_completion(course, enrolment, completed):
                yield person.doubt(course.code, 原因=reason)


def _odd_completion(course: ClassRow, enrolment: EnrolmentRow, completed: list[str]) -> str:
    if not enrolment.completed:
        return "有证书编号，没有登记结业" if enrolment.certificate else ""
    if course.ended_on is None:
        return "培训班没有结业日期"
    if not enrolment.certificate:
        return "登记了结业，没有证书编号"
    return "同年同类培训已结业" if completed.count(course.category) > 1 else ""


@contribute(DOUBTS, "trainee-unlikely")
def trained_though_unfit_or_away(facts: Snapshot) -> Iterator[Doubt]:
    for person, enrolled in _trained(facts):
        for course, _ in enrolled:
            if facts.this_year(course.started_on):
                unfit = why_unfit(person, person.age(course.started_on))
                if reason := unfit or ("在外务工" if _is_away(facts, person, course) else ""):
                    yield person.doubt(course.code, 原因=reason)


def _is_away(facts: Snapshot, person: PersonRow, course: ClassRow) -> bool:
    """Works outside the county from the first to the last day of the class."""
    last = course.ended_on or course.started_on
    jobs = (job for job in jobs_of(facts, person.pk) if job.channel in AWAY)
    return any(job.started_on <= course.started_on and job.last_day >= last for job in jobs)


def _trained(facts: Snapshot) -> Iterator[tuple[PersonRow, list[Enrolled]]]:
    """Everybody with the classes that had begun by the day."""
    people, classes = facts.by_key(PEOPLE), facts.by_key(CLASSES)
    for key, rows in facts.grouped(ENROLMENTS, "person_id").items():
        enrolled = [(classes[row.training_class_id], row) for row in rows if row.training_class_id in classes]
        if key in people and enrolled:
            yield people[key], enrolled
