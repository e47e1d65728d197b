"""A rubric is drafted from the last one, changed, and published by somebody who has not written in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from scoring.catalogue import known_years, text_of
from scoring.editions.checks import faults_of
from scoring.editions.text import copied
from scoring.models import RubricEdition
from scoring.parsing import read

Action = AuditEvent.Action


@transaction.atomic
def start(*, year: int, by: Any) -> RubricEdition:
    """A draft of `year`, copied from the newest rubric before it; ValidationError where there can be none."""
    known = known_years()
    if year < known[0]:
        raise ValidationError(f"最早的细则是{known[0]}年的，更早的年度不计分，请填{known[0]}年以后的年度")
    if year in known or RubricEdition.objects.filter(year=year).exists():
        raise ValidationError(f"{year}年的细则已经有了，请换一个年度，或打开那一年")
    text = copied(text_of(max(each for each in known if each < year)), year)
    try:
        with transaction.atomic():
            edition = RubricEdition.objects.create(year=year, text=text, drafted_by=by)
    except IntegrityError as taken:
        raise ValidationError(f"刚刚有人起草了{year}年的细则，请返回查看") from taken
    audit.record(Action.RUBRIC_DRAFTED, subject=edition, details={"year": year, "digest": edition.digest})
    return edition


def write(edition: RubricEdition, text: str, *, why: str) -> None:
    """Keep another text of a draft, with a row of history that says what was changed; nothing where it is the same."""
    if text != edition.text:
        edition.text = text
        edition._change_reason = why  # type: ignore[attr-defined]
        edition.save()


@transaction.atomic
def publish(*, year: int, seen: str, by: Any) -> None:
    """Fix the draft whose digest `by` has seen; ValidationError says why it cannot be published."""
    edition = RubricEdition.objects.select_for_update().get(year=year)
    if refused := why_not_published(edition, seen, by):
        raise ValidationError(refused)
    edition.state, edition.published_by, edition.published_at = RubricEdition.State.PUBLISHED, by, timezone.now()
    edition.save()
    audit.record(Action.RUBRIC_PUBLISHED, subject=edition, details={"year": year, "digest": edition.digest})


def why_not_published(edition: RubricEdition, seen: str, by: Any) -> str:
    """In Chinese; blank where it can be."""
    if not edition.is_draft:
        return f"{edition.year}年的细则刚才已经由别人发布"
    if edition.digest != seen:
        return "这份草稿刚才又改过，请重新看过再发布"
    if by.pk in edition.writers:
        return "您写过这份草稿，要由没有改过它的另一位管理员发布"
    return next(faults_of(read(edition.text)), "")
