"""Classes and who is in them as rules for doubtful data read them."""

from datetime import date
from typing import NamedTuple

from core.doubts import Table
from training.models import Enrolment, TrainingClass


class ClassRow(NamedTuple):
    pk: int
    code: str
    category: str
    started_on: date
    ended_on: date | None

    @property
    def last_day(self) -> date:
        """The day on which it ended; the end of time where it goes on."""
        return self.ended_on or date.max


class EnrolmentRow(NamedTuple):
    pk: int
    training_class_id: int
    person_id: int
    completed: bool | None
    certificate: str


CLASSES = Table("培训班", TrainingClass, ClassRow, known_from="started_on", blank_ahead=("ended_on",))
ENROLMENTS = Table("参训记录", Enrolment, EnrolmentRow)
