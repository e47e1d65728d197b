"""Two of one office who decide about the same line at the same moment: the second sees what the first has said."""

import pytest
from django.core.exceptions import ValidationError

from ledger.comparisons.actions import DECIDED_MEANWHILE, decide, digest_of_lines
from ledger.models import ComparedLine
from tests.comparisons.conftest import compared, line_of
from tests.taking_turns import at_once, needs_connections


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_holds_and_the_other_is_told(page, staff):
    found = compared(page)
    line = line_of(found, colour="different")
    rows = ComparedLine.objects.visible_to(staff).filter(pk=line.pk)
    seen = digest_of_lines(list(rows.with_standing()))

    def say(decision):
        try:
            return decide(job=found, lines=rows.all(), decision=decision, seen=seen, user=staff)
        except ValidationError as refusal:
            return refusal.message

    answers = at_once(
        lambda: list(rows.select_for_update().values_list("pk")), lambda: say("keep"), lambda: say("verify")
    )
    assert set(answers) == {1, DECIDED_MEANWHILE}
