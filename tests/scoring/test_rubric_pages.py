"""考核细则: everybody reads each year's rubric, and it says all that the year's text says."""

from datetime import date

from django.urls import reverse

from fictional.one_of_everything import TOWN
from oversight.models import OrganisationDocument
from scoring.catalogue import rubric_of
from tests.exchanged import words


def page_of(year):
    return reverse("scoring:rubric", args=[year])


def test_every_year_is_listed_with_who_made_it(signed_in):
    page = words(signed_in("clerk").get(reverse("scoring:rubrics")))
    assert "2023年 已发布" in page
    assert "随程序提供" in page


def test_the_page_has_every_wording_number_source_target_and_question(signed_in):
    rubric, page = rubric_of(2023), words(signed_in("leader").get(page_of(2023)))
    for sub_item in rubric.sub_items:
        assert f"{sub_item.code} {sub_item.title}" in page
        assert sub_item.wording in page
        assert sub_item.counting in page
        for parameter in sub_item.parameters:
            assert all(text in page for text in (parameter.label, parameter.shown, parameter.source))
            assert all(reading in page for reading in parameter.other_readings)
    for target in rubric.targets.values():
        assert all(text in page for text in (target.label, target.wanted, target.source, target.responsible))
    assert all(text in page for text in (*rubric.questions, *rubric.questions.values()))
    assert all(each.source in page for each in rubric.populations)


def test_the_plans_document_is_led_to_by_those_who_may_read_it(signed_in):
    plan = OrganisationDocument.objects.create(
        town_id=TOWN, year=2023, kind="action_plan", name="行动方案", issued_on=date(2023, 6, 14)
    )
    assert plan.get_absolute_url() in signed_in("staff").get(page_of(2023)).content.decode()
    assert "还没有登记" in words(signed_in("clerk").get(page_of(2023)))


def test_a_year_without_a_rubric_has_no_page(signed_in):
    assert signed_in("clerk").get(page_of(2024)).status_code == 404
    assert signed_in("clerk").get(page_of(99999)).status_code == 404
