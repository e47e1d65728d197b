"""The rubrics that there are, year by year: those of the files, and the drafts and publications over them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.personal_data.names import user_label
from core.states import State, Tone
from scoring.catalogue import UNREADABLE, rubric_of, rubric_years, why
from scoring.models import RubricEdition
from scoring.parsing import parse, read
from scoring.years import Rubric

OF_A_FILE = "随程序提供"


@dataclass(frozen=True)
class ShownRubric:
    """The rubric of a year as its page shows it; `edition` is None where it is that of the file."""

    rubric: Rubric
    edition: RubricEdition | None = None

    @property
    def year(self) -> int:
        return self.rubric.year

    @property
    def is_draft(self) -> bool:
        return self.edition is not None and self.edition.is_draft

    @property
    def state(self) -> State:
        return State("草稿", Tone.DUE) if self.is_draft else State("已发布", Tone.SAFE)

    @property
    def origin(self) -> str:
        """Who wrote and published it, and when."""
        if self.edition is None:
            return OF_A_FILE
        drafted = f"{user_label(self.edition.drafted_by)}起草"
        if self.edition.published_at is None:
            return drafted
        day = timezone.localdate(self.edition.published_at)
        return f"{drafted}，{user_label(self.edition.published_by)}于{day:%Y-%m-%d}发布"


def year_rubrics(*, with_drafts: bool) -> list[ShownRubric]:
    """Every year's, the newest first."""
    found = {year: ShownRubric(rubric_of(year)) for year in rubric_years()}
    found |= {shown.year: shown for shown in _editions(with_drafts)}
    return [found[year] for year in sorted(found, reverse=True)]


def _rows(with_drafts: bool) -> Any:
    return RubricEdition.objects.all() if with_drafts else RubricEdition.objects.published()


def _editions(with_drafts: bool) -> Iterator[ShownRubric]:
    for edition in _rows(with_drafts).select_related("drafted_by", "published_by"):
        with suppress(*UNREADABLE):
            yield ShownRubric(read(edition.text) if edition.is_draft else parse(edition.text), edition)


def unreadable(*, with_drafts: bool) -> list[str]:
    """What is wrong with those that have no page because this program cannot read them, in Chinese."""
    found = []
    for edition in _rows(with_drafts):
        try:
            read(edition.text)
        except UNREADABLE as wrong:
            found.append(f"{edition}（{edition.get_state_display()}）读不出：{why(wrong)}")
    return found
