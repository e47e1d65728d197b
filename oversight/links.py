"""Applications and payments name whom they are for by number; those of a person follow the person."""

from labor.links import named_by_number
from oversight.models import PolicyApplication, PolicyPayment

for model in (PolicyApplication, PolicyPayment):
    named_by_number(model, "subject_code", subject_kind=PolicyPayment.SubjectKind.PERSON)
