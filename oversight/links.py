"""Payments name whom they are owed to by number; what is owed to a person follows the person."""

from labor.links import named_by_number
from oversight.models import PolicyPayment

named_by_number(PolicyPayment, "subject_code", subject_kind=PolicyPayment.SubjectKind.PERSON)
