"""Applications and payments name whom they are for by number with a kind: they follow it, and hold it."""

from core.contributions import contribute
from core.records.links import LINKS_BY_TEXT, Link
from oversight.models import SUBJECT_KEYS, SUBJECTS, PolicyApplication, PolicyPayment

for model in (PolicyApplication, PolicyPayment):
    for kind, subject in SUBJECTS.items():
        contribute(LINKS_BY_TEXT)(Link(model, "subject_code", subject, SUBJECT_KEYS[subject], {"subject_kind": kind}))
