"""A village's page is its home: its people, their work, verification, points, what is due, accounts and files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.files.documents import attach
from core.models import Village
from fictional.one_of_everything import FAR, NEXT, OWN, add_person, add_platform
from labor.models import Employment, Household, Verification
from platforms.models import BusinessCheck

pytestmark = pytest.mark.usefixtures("today")
PDF = b"%PDF-1.4 made up"


def page_of(client, village=OWN):
    return client.get(reverse("platforms:village", args=[village]))


def figures(client, village=OWN):
    """The numbers of the page by what they are called, with what is said beside them."""
    (found,) = [each.content for each in page_of(client, village).context["pieces"] if "figures" in each.template]
    return {figure.label: (figure.number, figure.remark) for figure in found}


def add_people(small_town, number, first=60):
    people = [add_person(OWN, first + n, f"石多{n}", household=small_town.household) for n in range(number)]
    for person in people[::2]:
        Employment.objects.create(
            person=person, employer="某厂", workplace="某县", channel="other_province", started_on=date(2023, 2, 1)
        )
    return people


def test_it_tells_of_people_households_work_and_verification(staff, small_town):
    before = figures(staff)
    people = add_people(small_town, 4)
    Verification.objects.create(person=people[0], verified_on=date(2023, 5, 2), method="phone", result="unchanged")
    Household.objects.create(code="H9", head_name="石户", village_id=OWN, kind="out_of_poverty")
    after = figures(staff)
    assert {label: after[label][0] - before[label][0] for label in before} == {
        "在册人员": 4, "农户": 1, "脱贫劳动力": 4, "没有工作": 2, "2023年上半年未核实": 3,
    }  # fmt: skip
    done, everybody = (int(number) for number in after["2023年上半年未核实"][1].split(" ")[1].split("/"))
    assert (done, everybody - done) == (1, after["2023年上半年未核实"][0])


@pytest.mark.parametrize("name", ["staff", "leader"])
def test_every_number_of_it_opens_so_many_rows(signed_in, small_town, name):
    add_people(small_town, 5)
    client = signed_in(name)
    (found,) = [each.content for each in page_of(client).context["pieces"] if "figures" in each.template]
    for figure in found:
        shown = client.get(figure.address).context
        rows = shown["deck"].count if "deck" in shown else shown["table"].paginator.count
        assert rows == figure.number, figure.label


def test_it_says_what_the_village_loses_and_what_is_due_there(staff, small_town):
    (piece,) = [each.content for each in page_of(staff).context["pieces"] if each.template.startswith("scoring")]
    assert piece.board.deducted == staff.get(piece.address).context["board"].deducted
    assert piece.losing
    inbox = staff.get(reverse("scoring:inbox"), {"division": OWN}).context["inbox"]
    assert [(each.name, each.count) for each in piece.inbox.kinds] == [(k.name, k.count) for k in inbox.kinds]
    assert piece.inbox.kinds


def test_leaders_are_not_told_what_others_have_to_do(signed_in, small_town):
    assert "待办种类" not in page_of(signed_in("leader")).content.decode()


def test_who_keeps_accounts_finds_those_of_the_village(signed_in, small_town):
    assert "登录账号" not in page_of(signed_in("clerk")).content.decode()
    pieces = page_of(signed_in("administrator")).context["pieces"]
    (piece,) = [each.content for each in pieces if "accounts" in each.template]
    assert [account.username for account, _ in piece.accounts] == ["clerk"]
    assert User.objects.in_division(NEXT).exists()  # another village's stay out


def test_files_of_what_belongs_to_the_village_are_listed_with_a_link(staff, small_town):
    add_platform(small_town.village)
    check, elsewhere = BusinessCheck.objects.get(), Village.objects.get(pk=NEXT)
    other = BusinessCheck.objects.create(
        village=elsewhere, checked_on=date(2023, 5, 3), item="sign_in", level="superior", result="passed"
    )
    keeper = User.objects.get(username="staff")
    attach(record=check, file=SimpleUploadedFile("甲.pdf", PDF), proves="检查照片", by=keeper)
    attach(record=other, file=SimpleUploadedFile("乙.pdf", PDF), proves="别村", by=keeper)
    shown = page_of(staff).content.decode()
    assert "甲.pdf" in shown
    assert f'{check.get_absolute_url()}#documents"' in shown
    assert "乙.pdf" not in shown


def test_it_is_not_there_for_another_town_or_village(signed_in, small_town):
    assert page_of(signed_in("clerk"), NEXT).status_code == 404
    assert page_of(signed_in("staff"), FAR).status_code == 404


def test_many_people_and_files_cost_as_many_queries_as_few(staff, small_town):
    add_platform(small_town.village)
    keeper, asked = User.objects.get(username="staff"), []
    page_of(staff)  # kinds of records are looked up once a process
    for number, first in ((3, 100), (60, 200)):
        add_people(small_town, number, first)
        for n in range(number):
            file = SimpleUploadedFile(f"{n}.pdf", PDF + b"%d" % (first + n))
            attach(record=BusinessCheck.objects.get(), file=file, proves="照片", by=keeper)
        with CaptureQueriesContext(connection) as captured:
            page_of(staff)
        asked.append(len(captured))
    assert asked[0] == asked[1]
