"""Two of one office who decide about the same line at the same moment: the second sees what the first has said."""

import pytest
from django.core.exceptions import ValidationError

from fictional.one_of_everything import OWN, TOWN, build
from ledger.comparisons.actions import DECIDED_MEANWHILE, decide, digest_of_lines
from ledger.models import ComparedLine, ImportJob
from tests.small_town import add_users
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def test_of_two_decisions_at_the_same_moment_one_holds_and_the_other_is_told():
    build()
    staff = add_users()["staff"]
    told = {"requested_by": staff, "division_code": TOWN, "file_name": "名单.csv", "size": 0, "mode": "compare"}
    told |= {"state": ImportJob.State.DONE}
    job = ImportJob.objects.create(**told)
    line = ComparedLine.objects.create(job=job, place=OWN, colour="different", sheet="劳动力", column="文化程度")
    rows = ComparedLine.objects.visible_to(staff).filter(pk=line.pk)
    seen = digest_of_lines(list(rows.with_standing()))

    def say(decision):
        try:
            return decide(job=job, lines=rows.all(), decision=decision, seen=seen, user=staff)
        except ValidationError as refusal:
            return refusal.message

    answers = at_once(
        lambda: list(rows.select_for_update().values_list("pk")), lambda: say("keep"), lambda: say("verify")
    )
    assert set(answers) == {1, DECIDED_MEANWHILE}
