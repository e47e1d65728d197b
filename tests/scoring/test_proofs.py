"""The page of a sub-item links the files that prove it, wherever they are attached to what it counts."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.files.documents import attach
from core.registers.declaration import declared
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN
from oversight.models import SupervisionTask, TaskReply
from scoring.catalogue import rubric_for
from scoring.proofs import NAMED, proving
from scoring.rules import RULES
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today", "as_committed")


def address_of(rule):
    code = next(each.code for each in rubric_for(TODAY.year).sub_items if each.rule.name == rule)
    return reverse("scoring:sub_item", args=[code])


def attached(record, name):
    file = SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())
    attach(record=record, file=file, proves="认定", by=get_user_model().objects.first())


def named(page):
    return [each.name for found in page.context["proofs"].found for proof in found.records for each in proof.documents]


def test_each_rule_whose_records_take_files_links_them():
    takes = {register for register in declared if register.takes_documents}
    for rule in RULES:
        counted = {register for register in declared if rule in register.counted_in}
        assert counted & takes <= set(proving(rule)), rule


def test_the_file_of_a_workshop_stands_on_the_pages_that_count_workshops(staff, small_town):
    attached(small_town.workshop, "认定文件.pdf")
    for rule in ("workshop_total", "workshop_standard", "workshop_jobs"):
        page = staff.get(address_of(rule))
        assert named(page) == ["认定文件.pdf"], rule
        assert f"{small_town.workshop.get_absolute_url()}#documents" in page.content.decode()
    in_village = staff.get(address_of("workshop_total"), {"division": OWN})
    assert named(in_village) == ["认定文件.pdf"]
    assert named(staff.get(address_of("platforms"))) == []


def test_who_sees_masked_names_only_is_not_told_what_a_file_is_called(signed_in, small_town):
    attached(small_town.workshop, "石小军工资条.pdf")
    leader = signed_in("leader")
    for address in (address_of("workshop_total"), small_town.workshop.village.get_absolute_url()):
        page = leader.get(address).content.decode()
        assert "佐证材料（PDF）" in page, address
        assert "石小军" not in page, address


def test_a_file_of_a_reply_proves_the_task(staff, small_town):
    task = SupervisionTask.objects.create(
        code="DB77", town_id=TOWN, source="县局", matter="整改", assigned_on=TODAY, due_on=TODAY
    )
    attached(TaskReply.objects.create(task=task, replied_on=TODAY, content="已改"), "回复.pdf")
    assert named(staff.get(address_of("supervision_tasks"))) == ["回复.pdf"]


def test_what_was_voided_or_is_another_villages_is_not_linked(signed_in, small_town):
    attached(small_town.workshop, "认定文件.pdf")
    Workshop.objects.filter(pk=small_town.workshop.pk).update(village_id=NEXT)
    assert named(signed_in("clerk").get(address_of("workshop_total"))) == []


def test_full_marks_without_a_file_say_where_one_belongs(staff, small_town):
    page = staff.get(address_of("policies_fulfilled"))
    full = not page.context["drilldown"].result.deducted
    assert bool(page.context["proofs"].lacking) == full
    assert ("得满分的佐证材料还没有上传" in page.content.decode()) == full


def test_many_files_cost_as_many_queries_as_one_and_are_counted(staff, small_town):
    asked = []
    staff.get(address_of("workshop_total"))
    for number in (1, NAMED + 3):
        for each in range(number):
            attached(small_town.workshop, f"{number}-{each}.pdf")
        with CaptureQueriesContext(connection) as captured:
            page = staff.get(address_of("workshop_total"))
        asked.append(len(captured))
    assert len(named(page)) == NAMED
    assert [each.more for each in page.context["proofs"].found] == [4]
    assert asked[0] == asked[1]


def test_who_only_enters_has_the_inbox_to_begin_with(signed_in, small_town):
    clerk = signed_in("clerk")
    for sub_item in rubric_for(TODAY.year).sub_items:
        begin = clerk.get(reverse("scoring:sub_item", args=[sub_item.code])).context["begin"]
        assert clerk.get(begin["address"]).status_code == 200, sub_item.code
