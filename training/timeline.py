"""What training adds to a person's line of time."""

from collections.abc import Iterable

from labor.models import Person
from labor.timeline import Entry, source
from labor.words import joined
from training.models import Enrolment


@source
def _enrolments(person: Person) -> Iterable[Entry]:
    enrolments: Iterable[Enrolment] = person.enrolments.select_related("training_class")
    for each in enrolments:
        course = each.training_class
        done = {True: "已结业", False: "未结业", None: ""}[each.completed]
        certificate = f"证书 {each.certificate}" if each.certificate else ""
        note = joined(course.get_category_display(), course.institution, done, certificate)
        yield Entry(course.started_on, "培训", f"参加{course.trade}培训", note)
