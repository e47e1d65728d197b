"""A task that is completed while it is handed over stays whose it was."""

from datetime import date
from functools import partial

import pytest

from fictional.one_of_everything import TODAY, TOWN, build
from oversight.models import SupervisionTask
from oversight.responsibility.actions import hand_responsibility_over
from oversight.responsibility.matters import Named
from tests.small_town import add_users
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def test_what_is_completed_meanwhile_is_not_handed_over():
    build()
    users = add_users()
    told = {"town_id": TOWN, "responsible": "杨专干", "due_on": date(2023, 6, 9), "assigned_on": TODAY}
    task = SupervisionTask.objects.create(code="DB91", source="县局", matter="核实", **told)
    completed = partial(SupervisionTask.objects.filter(pk=task.pk).update, completed_on=TODAY)
    hand_over = partial(hand_responsibility_over, to=users["clerk"], by=users["staff"], on=TODAY)
    assert at_once(completed, partial(hand_over, named=Named(TOWN, "杨专干"))) == [0]
    task.refresh_from_db()
    assert (task.responsible, task.completed_on) == ("杨专干", TODAY)
    assert not task.history.filter(history_change_reason="责任人移交").exists()
