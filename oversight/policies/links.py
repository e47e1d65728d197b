"""Applications and payments name whom they are for by number with a kind: they follow it, and hold it."""

from core.records.links import named_by_text
from oversight.models import SUBJECT_KEYS, SUBJECTS, PolicyApplication, PolicyPayment

for model in (PolicyApplication, PolicyPayment):
    for kind, subject in SUBJECTS.items():
        named_by_text(model, "subject_code", subject, SUBJECT_KEYS[subject], subject_kind=kind)
