"""What rules would find of the rows of a file, before it is written."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.contributions import contribute
from core.doubts import Doubt
from core.personal_data.masking import scrub
from doubts.catalogue import DoubtRule
from doubts.checking import check
from doubts.models.exemptions import DoubtName, name_of
from ledger.actions import PREVIEWS
from ledger.models import ImportJob

#: So many hits of a rule are told as examples.
EXAMPLES = 3
Told = tuple[DoubtRule, Doubt]


def doubts_of(write: Callable[[], None], divisions: Sequence[str]) -> dict[DoubtName, Told]:
    """What is found in these divisions once `write` has written, and was not before; what it wrote is taken back."""
    with transaction.atomic():
        known = _found(divisions)
        write()
        found = _found(divisions)
        transaction.set_rollback(True)
    return {name: told for name, told in found.items() if name not in known}


def _found(divisions: Sequence[str]) -> dict[DoubtName, Told]:
    """Everything that the rules find in the divisions today, by the functions of the list and the command."""
    checked = check("", timezone.localdate())
    told = ((each.rule, hit) for each in checked for hit in each.hits if hit.village.startswith(tuple(divisions)))
    return {name_of(rule.code, hit): (rule, hit) for rule, hit in told}


@contribute(PREVIEWS, "doubts")
def preview(job: ImportJob, write: Callable[[], None]) -> list[dict[str, Any]]:
    """Rule by rule how many there would be, with some examples; of people not a name and not a number."""
    user: Any = job.requested_by
    found = doubts_of(write, user.division_codes)
    return [_line([told for _, told in some]) for _, some in groupby(found.items(), key=lambda each: each[0].rule)]


def _line(found: list[Told]) -> dict[str, Any]:
    rule = found[0][0]
    examples = dict.fromkeys(scrub(rule.message.format(**hit.values)) for _, hit in found)
    return {
        "title": rule.title, "severity": rule.severity, "count": len(found), "examples": list(examples)[:EXAMPLES],
    }  # fmt: skip
