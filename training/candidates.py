"""Who might want a place in a class: those who said so, those who look for such work, or anybody by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from labor.employment.labels import alike
from labor.models import JobSeekingCase, Person
from training.models import Enrolment, TrainingClass, TrainingWish

#: A page offers so many; who is not among them is found by name.
OFFERED = 100
LATEST = 500


@dataclass(frozen=True)
class ClassCandidate:
    """Somebody able to work who is not in the class yet, and why the class would suit; the most points come first."""

    person: Person
    points: int
    reasons: list[str]


def trades_taught(town: str) -> Any:
    """What the town's latest classes taught, the newest first; the same trade may come twice."""
    classes = TrainingClass.objects.everywhere("a class is for the people of all villages of its town").within(town)
    return classes.order_by("-started_on").values_list("trade", flat=True)[:LATEST]


def candidates_for(course: TrainingClass, user: Any, on: date, name: str = "") -> list[ClassCandidate]:
    """People of the town whom `user` sees, those who fit best first; with a `name`, whoever is called so."""
    enrolled = Enrolment.objects.filter(training_class=course).exists_for("person")
    people = Person.objects.visible_to(user).within(course.town_id).able(on).filter(~enrolled)
    wishes = TrainingWish.objects.open(on).filter(category=course.category)
    cases = JobSeekingCase.objects.open(on).filter(willing=True)
    people = people.named(name) if name else people.filter(Q(wishes.exists_for("person")) | cases.exists_for("person"))
    found = people.select_related("village").prefetch_related(
        Prefetch("training_wishes", wishes, to_attr="open_wishes"),
        Prefetch("job_seeking_cases", cases, to_attr="open_cases"),
    )
    ranked = sorted((_judged(person, course) for person in found), key=lambda each: -each.points)
    return ranked[:OFFERED]


def _judged(person: Any, course: TrainingClass) -> ClassCandidate:
    """A wish for the trade counts most, then one for the category, then looking for such work."""
    wishes = [(3 if alike(wish.trade, course.trade) else 2, wish.words) for wish in person.open_wishes]
    seeks = [_sought(case, course.trade) for case in person.open_cases]
    found = sorted([*wishes, *seeks], reverse=True)
    return ClassCandidate(person, sum(points for points, _ in found[:1]), [words for _, words in found])


def _sought(case: JobSeekingCase, trade: str) -> tuple[int, str]:
    wanted = next((text for text in (case.wished_post, case.skills) if alike(text, trade)), "")
    return (1, f"求职意向：{wanted}") if wanted else (0, "正在求职")
