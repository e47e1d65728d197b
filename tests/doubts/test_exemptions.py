"""豁免: a doubt that two people left as it is stays out of everything that asks, until its last day."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from core.checks import warnings_of
from doubts.checking import check
from doubts.models import Exemption
from fictional.one_of_everything import TOWN
from labor.models import Employment
from tests.small_town import add_users

DAY = date(2023, 12, 31)


@pytest.fixture
def job(small_town):
    return Employment.objects.create(
        person=small_town.person, started_on=date(2023, 5, 1), employer="某厂", channel="county", workplace="430529",
        monthly_wage=150,
    )  # fmt: skip


@pytest.fixture
def exemption(job):
    return exempt(check(TOWN, DAY, ["wage-out-of-range"])[0].hits[0], add_users())


def exempt(hit, users, **more):
    told = {"reason": "试用期", "last_day": DAY, "asked_on": DAY - timedelta(5)}
    told |= {"approved_by": users["staff"], "approved_on": DAY - timedelta(3)}
    return Exemption.objects.create(
        rule="wage-out-of-range", subject=hit.subject, key=hit.key, place=hit.village, values=dict(hit.values),
        asked_by=users["clerk"], **told | more,
    )  # fmt: skip


def said(*options, on=DAY):
    out = StringIO()
    call_command("check_data", "--rule=wage-out-of-range", f"--as-of={on}", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("on", "count"), [(-4, 1), (-3, 0), (0, 0), (1, 1)])
def test_it_holds_from_the_day_of_approval_to_its_last_day(exemption, on, count):
    (rule,) = json.loads(said("--format=json", on=DAY + timedelta(on)))["rules"]
    assert (rule["count"], len(rule["hits"])) == (count, count)
    (rule,) = json.loads(said("--format=json", "--with-exempted", on=DAY + timedelta(on)))["rules"]
    assert rule["count"] == 1
    assert [hit.get("exempted") for hit in rule["hits"]] == [None if count else True]


def test_others_stand_unmarked_beside_it(exemption, job):
    job.pk, job.started_on, job.employer = None, date(2023, 6, 1), "另一厂"
    job.save()
    (rule,) = json.loads(said("--format=json", "--with-exempted"))["rules"]
    assert [hit.get("exempted", "no such member") for hit in rule["hits"]] == [True, "no such member"]
    assert "（已豁免）" in said("--with-exempted")
    assert said().startswith("共1个疑点")


def test_it_stays_when_the_values_change(exemption, job):
    job.monthly_wage = 99
    job.save()
    assert check(TOWN, DAY, ["wage-out-of-range"])[0].hits == []
    assert exemption.is_outdated({**exemption.values, "月收入": "99"})
    assert not exemption.is_outdated(dict(exemption.values))


def test_neither_the_form_nor_the_page_asks_what_is_exempted(exemption, job):
    assert "月收入150元" not in "".join(warnings_of(job, DAY))
    assert "月收入150元" in "".join(warnings_of(job, DAY + timedelta(1)))


def test_an_exemption_that_nobody_has_approved_exempts_nothing(job):
    hit = check(TOWN, DAY, ["wage-out-of-range"])[0].hits[0]
    exempt(hit, add_users(), approved_by=None, approved_on=None)
    assert len(check(TOWN, DAY, ["wage-out-of-range"])[0].hits) == 1


def test_the_database_refuses_ones_own_approval_and_a_second_one_that_waits(exemption, job):
    hit, users = check(TOWN, DAY + timedelta(1), ["wage-out-of-range"])[0].hits[0], {"clerk": exemption.asked_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        exempt(hit, {**users, "staff": exemption.asked_by})
    exempt(hit, {**users, "staff": None}, approved_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        exempt(hit, {**users, "staff": None}, approved_on=None)
