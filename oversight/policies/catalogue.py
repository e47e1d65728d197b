"""The catalogue of policies: samples that fill the form of a new policy; fixtures/policies/ has a file a year.

Nothing is registered by itself: a policy counts in the score from its day on, so somebody has to mean it (ADR 0021).
"""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.http import urlencode

from oversight.policies.eligibility import Eligibility

FOLDER = settings.BASE_DIR / "fixtures" / "policies"


class Sample(NamedTuple):
    """A policy of the catalogue: its name, whom it is for, and what the form is filled with."""

    name: str
    eligibility: Eligibility
    wording: str
    department: str
    fields: dict[str, Any]

    def query(self, year: int) -> str:
        """What follows the address of the form."""
        return urlencode({"year": year, **self.fields})


@cache
def samples(year: int) -> tuple[Sample, ...]:
    """The samples of `year`, or of the last year before it that has a file; of the first one for years before."""
    files = {int(path.stem): path for path in FOLDER.glob("*.toml")}
    known = max((each for each in files if each <= year), default=min(files))
    listed = tomllib.loads(files[known].read_text(encoding="utf-8"))["policies"]
    return tuple(_sample(entry) for entry in listed)


def _sample(fields: dict[str, Any]) -> Sample:
    return Sample(fields["name"], Eligibility(fields["eligibility"]), fields["wording"], fields["department"], fields)
