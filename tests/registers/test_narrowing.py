"""筛选: every day, number, choice and yes or no of a register narrows it down, is shown, and is taken off."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse

from core.registers import declared
from core.registers.narrowing import columns_of, filter_of, is_measured
from fictional.one_of_everything import OWN, TODAY
from labor.models import Employment, JobSeekingCase, Person

get_resolver().url_patterns  # noqa: B018 -- the apps declare their registers when their addresses are read
pytestmark = pytest.mark.usefixtures("today")
JOBS, CASES, PEOPLE = (reverse(f"labor:{name}_list") for name in ("employment", "case", "person"))


def number(client, address, **asked):
    return client.get(address, asked).context["table"].paginator.count


def test_every_column_of_every_register_narrows_it_down(staff, full_town):
    for register in declared:
        address, offered = reverse(register.route("list")), filter_of(register)
        names = {each.name for each in (*offered.choices, *offered.spans)}
        fields = columns_of(register)
        assert {name for name, field in fields.items() if field.choices or is_measured(field)} <= names
        asked = [{choice.name: value} for choice in offered.choices for value in some_of(choice)]
        asked += [
            {f"{span.name}_{end}": "2023-01-01" if span.is_day else "5"}
            for span in offered.spans
            for end in ("from", "until")
        ]
        asked += [{words.name: "白水"} for words in offered.words]
        for each in asked:
            answer = staff.get(address, each)
            assert answer.status_code == 200, (address, each)
            shown = [chip.address for chip in answer.context["filter"].chips]
            assert shown == ["?"], (address, each)


def some_of(choice):
    """Its last option, unless that is the usual one."""
    found = (
        [] if callable(choice.options) else [value for value, _ in choice.options if value not in ("", choice.usual)]
    )
    return found[-1:]


def test_both_ends_are_in_it_and_either_may_be_open(staff, small_town):
    Employment.objects.update(monthly_wage=1999, started_on=date(2023, 2, 10))
    every = number(staff, JOBS)
    assert every > 0
    assert number(staff, JOBS, monthly_wage_until="1999") == every
    assert number(staff, JOBS, monthly_wage_until="1998.99") == 0
    assert number(staff, JOBS, started_on_from="2023-02-10", started_on_until="2023-02-10") == every
    assert number(staff, JOBS, started_on_from="2023-02-11") == 0


def test_registered_more_than_20_days_ago(staff, small_town):
    JobSeekingCase.objects.all().delete()
    for days in (20, 21):
        JobSeekingCase.objects.create(
            person=small_town.person, registered_on=TODAY - timedelta(days=days), willing=True
        )
    asked = {"open": "yes", "registered_on_until": str(TODAY - timedelta(days=21))}
    assert number(staff, CASES, **asked) == 1


def test_people_and_what_is_theirs_are_narrowed_down_by_sex_and_age(staff, small_town):
    sexes = [person.gender for person in Person.objects.within("430529104")]
    assert number(staff, PEOPLE, gender="male") == sexes.count("男")
    assert number(staff, PEOPLE, gender="female") == sexes.count("女")
    jobs = Employment.objects.filter(person__village_id=OWN)
    assert {job.person.gender for job in jobs} == {"男"}
    assert number(staff, JOBS, village=OWN, gender="male") == jobs.count()
    assert number(staff, JOBS, village=OWN, gender="female") == 0
    assert number(staff, JOBS, village=OWN, age="30-39") == jobs.count()


@pytest.mark.parametrize("odd", ["2023-13-01", "昨天", "1e9999", "1E1000000", "99999999999", "nan", "9" * 40])
def test_what_cannot_be_read_is_told_at_the_field_and_finds_nothing(staff, small_town, odd):
    for name in ("started_on_from", "monthly_wage_until"):
        page = staff.get(JOBS, {name: odd})
        assert page.context["table"].paginator.count == 0
        assert "field-error" in page.text
        assert odd in page.text


def test_a_chip_takes_off_its_own_filter_and_what_was_typed_is_in_no_address_to_share(staff, small_town):
    asked = {"village": OWN, "monthly_wage_from": "1", "channel": "workshop", "q": "石小军", "page": "1"}
    chosen = staff.get(JOBS, asked).context["filter"]
    assert next(chip.words for chip in chosen.chips) == "村：白水头村"
    assert "月收入：1起" in [chip.words for chip in chosen.chips]
    without = next(chip.address for chip in chosen.chips if "月收入" in chip.words)
    assert "monthly_wage" not in without
    assert "channel=workshop" in without
    assert chosen.to_share == f"?village={OWN}&monthly_wage_from=1&channel=workshop"


def test_people_and_jobs_are_narrowed_down_by_employer_and_place_of_work(staff, small_town):
    Employment.objects.filter(person=small_town.person).update(employer="东莞鞋厂", workplace="东莞市")
    everybody, all_jobs = number(staff, PEOPLE), number(staff, JOBS)
    for asked in ({"employer": "鞋厂"}, {"workplace": "东莞"}, {"employer": " 鞋厂 ", "workplace": "东莞市"}):
        assert number(staff, PEOPLE, **asked) == number(staff, JOBS, **asked) == 1 < min(everybody, all_jobs)
    assert number(staff, PEOPLE, employer="没有这家") == 0
    Employment.objects.update(ended_on=date(2023, 5, 1))
    assert number(staff, PEOPLE, employer="鞋厂") == 0


def test_words_are_a_chip_that_is_shared_and_saved(staff, small_town):
    chosen = staff.get(JOBS, {"employer": "鞋厂", "q": "石小军"}).context["filter"]
    assert [chip.words for chip in chosen.chips] == ["单位名称含“鞋厂”"]
    assert "employer=" in chosen.to_share
    assert "employer=" in chosen.to_keep
    assert "q=" not in chosen.to_share + chosen.to_keep
