"""What forms ask beyond the 49 rules stands on the list, by the same functions, and in no answer of the command."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate

from core.checks import CHECKS, warnings_of
from doubts.catalogue import InvalidDoubts, rules
from doubts.keeping import keep_all
from doubts.models import ListedDoubt, RuleSetting
from doubts.noticed import key_in, noticed
from fictional.one_of_everything import add_life, add_oversight, add_recruitment
from labor.models import Person
from platforms.models import Candidate

#: What is only due: reminders tell of it, and no record is doubtful.
DUE = {
    "runs_out", "not_followed_up", "never_ended", "not_entered_on_the_platform", "inspection_overdue", "not_answered",
}  # fmt: skip
#: Days to come are the rule date-in-future; the last is all 49 rules.
OTHERS = {"ahead", "dated_ahead", "told_about"}


@pytest.fixture
def full_town(small_town, today):
    add_life(small_town.person)
    add_recruitment(small_town.person)
    add_oversight(small_town.person)
    Candidate.objects.update(applied_on=localdate())
    Person.objects.filter(pk=small_town.person.pk).update(left_on=date(2023, 1, 5))
    keep_all(localdate())
    return small_town


def test_every_question_is_listed_but_what_is_only_due():
    assert {check.find.__name__ for check in CHECKS if not check.code} == DUE | OTHERS
    assert noticed().keys().isdisjoint(rules())


def test_what_is_listed_is_what_the_page_of_the_record_says(full_town):
    listed = list(ListedDoubt.objects.filter(rule__in=noticed()))
    assert len({each.rule for each in listed}) >= 3
    for each in listed:
        record = noticed()[each.rule].model.objects.get(pk=key_in(each.subject.plain))
        assert each.values["说明"] in warnings_of(record, localdate())


def test_the_command_does_not_know_them(full_town):
    out = StringIO()
    call_command("check_data", "--format=json", stdout=out)
    assert [rule["code"] for rule in json.loads(out.getvalue())["rules"]] == list(rules())
    with pytest.raises(SystemExit):
        call_command("check_data", "--rule=candidate-left", stdout=StringIO(), stderr=StringIO())


def test_the_list_leads_to_the_record_and_a_switch_takes_it_from_list_and_form(staff, full_town):
    candidate = Candidate.objects.get()
    left = ListedDoubt.objects.get(rule="candidate-left")
    page = staff.get(left.get_absolute_url())
    assert page.context["fix"][0][1].startswith(reverse("platforms:candidate_change", args=[candidate.pk]))
    assert "应聘人选已退出台账" in staff.get(reverse("doubts:list")).content.decode()
    assert any("已退出台账" in text for text in warnings_of(candidate, localdate()))
    setting = {"enabled": "False", "since": "", "until": "", "reason": "另有核查"}
    assert staff.post(reverse("doubts:rule", args=["candidate-left"]), setting).status_code == 302
    assert not any("已退出台账" in text for text in warnings_of(candidate, localdate()))
    assert left.get_absolute_url() not in staff.get(reverse("doubts:list")).content.decode()
    RuleSetting.objects.all().delete()
    assert any("已退出台账" in text for text in warnings_of(candidate, localdate()))


def test_one_that_is_put_right_is_gone_with_the_saving(full_town, django_capture_on_commit_callbacks):
    candidate = Candidate.objects.get()
    candidate.applied_on = date(2022, 12, 1)
    with django_capture_on_commit_callbacks(execute=True):
        candidate.save()
    assert ListedDoubt.objects.get(rule="candidate-left").settled_on == localdate()


def test_a_code_without_its_table_is_refused(monkeypatch):
    monkeypatch.setattr("doubts.noticed.CHECKS", [check for check in CHECKS if check.code != "wish-unlikely"])
    with pytest.raises(InvalidDoubts, match="wish-unlikely"):
        noticed.__wrapped__()
