"""A form asks about a record as it is typed, in the words of the rules."""

from datetime import date
from uuid import uuid4

from django.urls import reverse

from core.checks import warnings_of
from doubts.entry import UNSAVED, doubts_about
from doubts.models import RuleSetting
from fictional.one_of_everything import NEXT, OWN, add_person
from labor.models import Employment, Person, PersonChange

DAY = date(2023, 12, 31)


def found(record):
    return {(rule.code, hit.subject, hit.key) for rule, hit in doubts_about(record, DAY)}


def test_what_is_typed_is_asked_as_if_it_were_stored(small_town):
    job = Employment(
        person=small_town.person, started_on=date(2023, 5, 1), employer="某厂", channel="county", workplace="东莞市",
        monthly_wage=150,
    )  # fmt: skip
    typed = found(job)
    assert job.pk is None
    job.save()
    assert job.pk != UNSAVED
    assert typed == found(job)
    assert {code for code, *_ in typed} >= {"wage-out-of-range", "jobs-overlap", "job-incomplete"}


def test_what_is_changed_in_memory_is_asked_and_not_what_is_stored(small_town):
    person = Person.objects.get(pk=small_town.person.pk)
    person.phone = "123"
    assert ("phone-malformed", person.id_number.plain, "") in found(person)
    assert ("phone-malformed", person.id_number.plain, "") not in found(Person.objects.get(pk=person.pk))


def test_a_sentence_that_holds_of_several_is_said_once(small_town):
    home = small_town.person.household
    for order in (71, 72):
        add_person(OWN, order, f"杨{order}", household=home, capacity="ordinary")
    told = [text for text in warnings_of(home, DAY) if "没有就业，也没有求职登记" in text]
    assert len(told) == 1
    assert told[0].endswith("（2处）")


def test_a_form_asks_in_the_words_of_the_rule(small_town):
    job = Employment(person=small_town.person, started_on=DAY, employer="某厂", channel="county", monthly_wage=150)
    assert "某厂月收入150元；核对单位是不是元、是不是年收入" in warnings_of(job, DAY)


def test_a_rule_that_is_switched_off_is_not_asked(small_town):
    job = Employment(person=small_town.person, started_on=DAY, employer="某厂", channel="county", monthly_wage=150)
    assert "wage-out-of-range" in {code for code, *_ in found(job)}
    RuleSetting.objects.create(code="wage-out-of-range", enabled=False)
    assert "wage-out-of-range" not in {code for code, *_ in found(job)}


def test_what_is_put_right_afterwards_stands_on_the_page_and_is_not_asked_by_the_form(signed_in, small_town):
    staff = signed_in("staff")
    address = reverse("workshops:workshop_add")
    form = {
        "token": str(uuid4()), "code": "CJ09", "name": "木瓜车间", "village": NEXT, "kind": "home", "site": "",
        "certified_on": "2023-05-01",
    }  # fmt: skip
    answer = staff.post(address, form)
    assert answer.status_code == 302
    assert "登记在这里就业的0人里没有脱贫人口" in staff.get(answer.url).content.decode()


def test_a_record_is_asked_as_it_was_on_the_day(small_town):
    person = add_person(OWN, 90, "能干人", health="健康")
    PersonChange.objects.create(person=person, item="capacity", changed_on=date(2023, 6, 1), was_text="weak")
    asked = {
        day: "capacity-unlikely" in {rule.code for rule, _ in doubts_about(person, day)}
        for day in (date(2023, 5, 31), date(2023, 6, 1))
    }
    assert asked == {date(2023, 5, 31): True, date(2023, 6, 1): False}
