"""What is done to many at once is what the page of each record would have done: the same refused, asked and written."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.models import User
from core.checks import Altered, warnings_of_many
from core.models import DerivedFact
from core.records.conflicts import latest_version, latest_versions
from core.records.derived import caused_by
from core.registers import declared
from core.registers.in_sets import save_all, warnings_of_forms
from core.registers.writing import action_form
from doubts.keeping import keep_all
from doubts.models import ListedDoubt
from doubts.saved import look_again_at_each
from fictional.one_of_everything import OWN, TODAY, add_person
from labor.models import Employment, JobSeekingCase
from tests.once import once
from tests.registers.test_declared import any_of, multiply

get_resolver().url_patterns  # noqa: B018 -- the apps declare their registers when their addresses are read
UNTOLD = {"history_id", "history_date", "history_user_id"}
pytestmark = pytest.mark.usefixtures("today")


def cases():
    for register in declared:
        for action in register.actions_for_many():
            yield pytest.param(register, action, id=f"{register.route()}-{action.name}")


def filled_in(register, action, day):
    """What somebody might enter there: a day, the first of the choices, words, small numbers."""
    data = {"change_reason": "核对", "due_on": str(TODAY + timedelta(days=40)), "amount": "400"}
    for name in action.fields:
        field = register.model._meta.get_field(name)
        usual = {"DateField": str(day), "BooleanField": "True", "CharField": "核对", "DecimalField": "1"}
        data[name] = next(
            (str(value) for value, _ in field.flatchoices if value), usual.get(field.get_internal_type(), "1")
        )
    return data | {"problem": ""}  # asked of many, it is for those alone who have none: test_rectifying


def stored(register):
    """All rows of a register and of what it writes into, with their history, but by whom and when it was written."""
    told = {DerivedFact: list(DerivedFact.objects.order_by("pk").values("kind", "cause", "target", "stands"))}
    for model in {register.model, *(each.target for each in caused_by(register.model))}:
        lines = model.history.order_by("history_id").values()
        told[model] = [{name: line[name] for name in line.keys() - UNTOLD} for line in lines]
        told[model, "rows"] = list(model.with_voided.order_by("pk").values())
    return told


def form_of(register, action, data, record, **more):
    asked = {"instance": record, "user": User.objects.get(username="staff"), "on": TODAY, **more}
    seen = {"seen": str(more.get("version") or latest_version(record)), "token": str(uuid4())}
    form = action_form(register.model, action)({**data, **seen}, **asked)
    action.empty(record)
    return form


def one_by_one(register, action, data, keys):
    forms = [form_of(register, action, data, register.rows().get(pk=key)) for key in keys]
    valid = [form for form in forms if form.is_valid()]
    told = [form.errors.get_json_data() for form in forms], [{*form.warnings} for form in valid]
    for form in valid:
        form.save()
    return told


def all_at_once(register, action, data, keys):
    versions = latest_versions(register.model, keys)
    rows = register.rows().filter(pk__in=keys).select_related(*register.related).order_by("pk")
    forms = [form_of(register, action, data, row, version=versions.get(row.pk, 0)) for row in rows]
    valid = [form for form in forms if form.is_valid()]
    told = [form.errors.get_json_data() for form in forms], [{*texts} for texts in warnings_of_forms(valid)]
    save_all(valid)
    return told


def outcome(act, *about):
    """What is told and what is stored afterwards; taken back."""
    with transaction.atomic():
        found = act(*about), stored(about[0])
        transaction.set_rollback(True)
    return found


@once
@pytest.mark.parametrize(("register", "action"), list(cases()))
def test_many_are_refused_asked_and_written_as_each_alone(staff, full_town, register, action):
    record = any_of(register)
    keys = sorted(each.pk for each in multiply(record, 3)[:3])
    register.rows().get(pk=keys[-1]).save()  # the copies have no history but for this one
    for day in (date(2001, 1, 1), TODAY + timedelta(days=30)):
        about = (register, action, filled_in(register, action, day), keys)
        assert outcome(all_at_once, *about) == outcome(one_by_one, *about)


@pytest.fixture
def workers(staff, small_town):
    """Jobs of people whose cases they closed, of some who have another job, and of some without a history."""
    people = [add_person(OWN, 100 + number, f"工{number:02}", household=small_town.household) for number in range(12)]
    common = {"channel": "county", "workplace": "城步", "started_on": date(2023, 3, 1)}
    for person in people[:4]:
        JobSeekingCase.objects.create(person=person, registered_on=date(2023, 2, 1), willing=True, reason="返乡")
        Employment.objects.create(person=person, employer="早先的厂", **common | {"started_on": date(2022, 3, 1)})
    return [Employment.objects.create(person=person, employer="竹木车间", **common) for person in people]


def test_what_rules_find_of_many_is_what_they_find_of_each(workers):
    changes = []
    for number, job in enumerate(workers):
        before = Employment.objects.get(pk=job.pk)
        job.monthly_wage, job.ended_on = (150, None) if number % 2 else (3000, date(2023, 5, 1 + number))
        changes.append(Altered(before, job))
    alone = [{*warnings_of_many([change], TODAY)[0]} for change in changes]
    assert [{*texts} for texts in warnings_of_many(changes, TODAY)] == alone
    assert all("月收入150元" in str(texts) for texts in alone[1::2])


def test_many_cost_as_many_queries_as_few(workers):
    register = next(each for each in declared if each.model is Employment)
    action, asked = register.action("end"), []
    for number in (3, 12):
        keys = [job.pk for job in workers[:number]]
        with CaptureQueriesContext(connection) as captured:
            outcome(all_at_once, register, action, filled_in(register, action, TODAY), keys)
        asked.append(len(captured) - number)  # who acts is read for each
    assert asked[0] == asked[1]


def test_what_is_put_right_in_a_set_leaves_the_list_of_doubts(workers, django_capture_on_commit_callbacks, monkeypatch):
    Employment.objects.filter(pk=workers[-1].pk).update(monthly_wage=150)
    keep_all(TODAY)
    doubt = ListedDoubt.objects.get(rule="wage-out-of-range")
    register = next(each for each in declared if each.model is Employment)
    action = next(each for each in register.actions_for_many() if each.name == "end")
    about = register, action, filled_in(register, action, TODAY - timedelta(days=1)), [workers[-1].pk]
    with django_capture_on_commit_callbacks(execute=True):
        assert all_at_once(*about)[0] == [{}]
    doubt.refresh_from_db()
    assert doubt.settled_on == TODAY

    asked = []
    monkeypatch.setattr("doubts.saved.FEW", 0)
    monkeypatch.setattr("doubts.tasks.find_doubts.delay", lambda: asked.append(True))
    look_again_at_each(workers)
    assert asked == [True]
