"""顺带登记: from each fact to its offer, from the offer to what is entered, and back when that is voided."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.records.voiding import void
from fictional.one_of_everything import NEXT, TODAY, TOWN
from fictional.profiles import FAR
from labor.models import Employment, Person, PublicBenefitPost
from offers.counting import counts_in
from offers.fact_offer import AddOffer
from offers.models import DeclinedOffer
from offers.table import OFFERS
from oversight.models import PolicyPayment
from platforms.models import Service
from tests.offers.arranged import SOURCES, post
from training.models import Enrolment

pytestmark = pytest.mark.usefixtures("today")
ROW = re.compile(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \|", re.MULTILINE)
walked = pytest.mark.parametrize("code", OFFERS)


def waiting(code):
    return list(OFFERS[code].open(TODAY))


def tap(client, code, row, page="take", **more):
    return client.post(reverse(f"offers:{page}", args=[code, row.pk]), more)


def test_the_table_in_the_decision_is_the_one_in_the_code():
    text = (settings.BASE_DIR / "docs" / "adr" / "0065-facts-that-offer-themselves.md").read_text("utf-8")
    told = {code: (source, target) for code, source, target in ROW.findall(text)}
    here = {
        code: (str(each.source._meta.verbose_name), str(each.register.model._meta.verbose_name))
        for code, each in OFFERS.items()
    }
    assert told == here
    assert here.keys() == SOURCES.keys()


@walked
def test_a_fact_offers_is_taken_up_and_offers_again_once_that_is_voided(staff, small_town, code):
    make, asked = SOURCES[code]
    offer, before = OFFERS[code], waiting(code)
    make(small_town)
    (row,) = [each for each in offer.read(offer.open(TODAY)) if each not in before]
    values = {name: getattr(value, "pk", value) for name, value in offer.values(row).items()}
    known = set(offer.register.model.objects.values_list("pk", flat=True))

    answer = tap(staff, code, row)
    if asked:
        assert row in waiting(code)
        form = staff.get(answer.url).context["form"]
        filled = {each.html_name: each.value() for each in form if each.value() is not None}
        sent = {**filled, **asked, "token": uuid4(), "confirmed": "1"}
        answer = staff.post(answer.url.partition("?")[0], sent)
    assert answer.status_code == 302
    assert row not in waiting(code)

    written = offer.register.model.objects.filter(**values)
    record = written.exclude(pk__in=known).get() if isinstance(offer, AddOffer) else written.get(pk=row.pk)
    if isinstance(offer, AddOffer):
        void(record=record, reason="登错")
    else:
        record = record.history.order_by("-history_id")[1].instance
        record.save()
    assert row in waiting(code)


@walked
def test_a_fact_shows_on_the_pages_that_it_concerns_and_there_nothing_is_written(staff, small_town, code):
    SOURCES[code][0](small_town)
    offer = OFFERS[code]
    row = offer.read(offer.open(TODAY))[-1]
    before = {model: model.objects.count() for model in (Employment, Service, DeclinedOffer)}
    for model, path in offer.pages.items():
        record = model.objects.get(pk=offer.due(TODAY).filter(pk=row.pk).values_list(path, flat=True)[0])
        page = staff.get(record.get_absolute_url())
        pieces = [piece.content for piece in page.context["pieces"] if piece.template == "offers/here.html"]
        assert row in [each.row for each in pieces[0].shown], model
    staff.get(reverse("offers:rows", args=[code]))
    assert before == {model: model.objects.count() for model in before}


@walked
def test_another_towns_facts_are_not_found(signed_in, small_town, code):
    SOURCES[code][0](small_town)
    row = waiting(code)[-1]
    client = signed_in("nobody")
    assert client.get(reverse("offers:rows", args=[code])).context["table"].paginator.count == 0
    client = signed_in("staff")
    client.get("/accounts/me/").wsgi_request.user.divisions.set([FAR[:9]])
    for page in ("take", "decline"):
        assert tap(client, code, row, page).status_code == 404
    assert row in waiting(code)


@pytest.mark.parametrize("code", ["post-job", "business-job"])
def test_a_fact_of_here_offers_nothing_about_who_lives_elsewhere_by_now(staff, small_town, code):
    SOURCES[code][0](small_town)
    (row,) = waiting(code)
    Person.objects.filter(pk=row.person_id).update(village_id=FAR)
    page = staff.get(reverse("offers:rows", args=[code]))
    assert page.context["table"].paginator.count == 0
    user, jobs = page.wsgi_request.user, Employment.objects.count()
    for tapped in ("take", "decline"):
        tap(staff, code, row, tapped)
    assert Employment.objects.count() == jobs
    assert row in waiting(code)
    assert code not in [each.offer.code for each in counts_in([TOWN], user, TODAY)]


@walked
def test_a_second_tap_is_told_that_it_is_done(staff, small_town, code):
    SOURCES[code][0](small_town)
    row = waiting(code)[-1]
    tap(staff, code, row, "decline")
    answer = tap(staff, code, row, "decline")
    assert answer.status_code == 302
    assert "已经登记过" in staff.get(answer.url).text


def test_what_is_paid_to_a_household_or_a_member_is_its_help_on_the_day_of_the_payment(staff, small_town):
    paid = [SOURCES["payment-help"][0](small_town), PolicyPayment.objects.get(subject_kind="household")]
    PolicyPayment.objects.filter(pk=paid[1].pk).update(paid_on=date(2023, 4, 21))
    offer = OFFERS["payment-help"]
    found = {row.pk: offer.values(row)["helped_on"] for row in offer.read(offer.open(TODAY))}
    assert found == {paid[0].pk: date(2023, 4, 20), paid[1].pk: date(2023, 4, 21)}


def test_of_many_those_that_can_be_are_written_at_once_and_undone_together(staff, small_town):
    SOURCES["class-service"][0](small_town)
    course = Enrolment.objects.get().training_class
    Enrolment.objects.create(training_class=course, person=small_town.people[NEXT], completed=True)
    rows = waiting("class-service")
    ticked = {"row": [row.pk for row in rows], "what": "take"}
    answer = staff.post(reverse("offers:ticks", args=["class-service"]), ticked)
    assert len(staff.get(answer.url).context["able"]) == 2
    staff.post(answer.url, {"token": uuid4()})
    assert Service.objects.filter(kind="training", served_on=course.ended_on).count() == 2
    assert waiting("class-service") == []


def test_what_needs_a_word_more_is_named_and_stays(staff, small_town):
    SOURCES["participant-job"][0](small_town)
    (row,) = waiting("participant-job")
    staff.post(reverse("offers:ticks", args=["participant-job"]), {"row": [row.pk], "what": "take"})
    page = staff.post(reverse("offers:take_many", args=["participant-job"]), {"token": uuid4()})
    assert page.context["able"] == []
    assert [each.record for each in page.context["hindered"]] == [small_town.person]
    assert "employer=" not in page.context["hindered"][0].address
    assert waiting("participant-job") == [row]


def test_what_is_declined_is_hidden_until_that_is_taken_back(staff, small_town):
    row = post(small_town)
    tap(staff, "post-job", row, "decline")
    tap(staff, "post-job", row, "take")
    assert waiting("post-job") == []
    page = staff.get(reverse("offers:rows", args=["post-job"]) + "?declined=1")
    assert page.context["table"].paginator.count == 1
    staff.post(reverse("offers:decline", args=["post-job", row.pk]) + "?again=1")
    assert waiting("post-job") == [row]


def test_todo_and_the_doubts_count_what_the_list_shows(staff, small_town):
    post(small_town)
    for address in (reverse("scoring:inbox"), reverse("doubts:list")):
        counts = {
            each.offer.code: each.number
            for piece in staff.get(address).context["beside"]
            if piece.template == "offers/beside.html"
            for each in piece.content.counts
        }
        assert counts["post-job"] == 1
    assert staff.get(reverse("offers:rows", args=["post-job"])).context["table"].paginator.count == 1


def test_a_saved_fact_says_so_where_its_page_does_not(staff, small_town):
    address = reverse("labor:public_benefit_post_add", args=[small_town.person.public_id])
    sent = {
        "token": uuid4(), "code": "GY2", "village": small_town.village.pk, "kind": "保洁", "employer": "村委会",
        "contract_started_on": "2023-01-01", "contract_ended_on": "2023-12-31", "monthly_allowance": "800",
        "confirmed": "1", "next": reverse("scoring:inbox"),
    }  # fmt: skip
    page = staff.post(address, sent, follow=True)
    leads = [message.extra_tags for message in page.context["messages"] if message.level_tag == "info"]
    assert leads == [PublicBenefitPost.objects.get(code="GY2").get_absolute_url()]

    page = staff.post(address, {**sent, "token": uuid4(), "code": "GY3", "next": ""}, follow=True)
    assert not [message for message in page.context["messages"] if message.extra_tags]
    assert 'id="offers"' in page.text


def test_many_facts_cost_as_many_queries_as_one(staff, small_town):
    people = [small_town.person, *Person.objects.exclude(pk=small_town.person.pk)]
    asked = []
    for number in (1, 20):
        for each in range(number):
            PublicBenefitPost.objects.create(
                person=people[0], code=f"G{number}-{each}", village=small_town.village, kind="保洁", employer="村委会",
                monthly_allowance=800, contract_started_on="2023-01-01", contract_ended_on="2023-12-31",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            staff.get(reverse("offers:rows", args=["post-job"]))
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert counts_in([small_town.village.pk], staff.get("/").wsgi_request.user, TODAY)
