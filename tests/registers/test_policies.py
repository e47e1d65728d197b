"""政策: whom each is for is found, who applies is followed to the payment, and nobody is paid twice."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.checks import warnings_of
from core.records.voiding import void
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN, add_person
from labor.models import Employment, Household, LaborExport, PublicBenefitPost
from ledger.importing import import_ledger
from oversight.models import Policy, PolicyApplication, PolicyPayment
from oversight.policies.actions import apply
from oversight.policies.catalogue import samples
from oversight.policies.eligibility import Eligibility, criteria
from oversight.policies.registers import PolicyRegister
from tests.exchanged import send

pytestmark = pytest.mark.usefixtures("today")
Stage = PolicyApplication.Stage


@pytest.fixture
def clerk(signed_in):
    return signed_in("clerk")


@pytest.fixture
def policy(small_town):
    """For those who worked in another province for three months; nobody has applied."""
    return Policy.objects.create(
        code="ZC02", town_id=TOWN, name="交通补助", year=2023, due_on=date(2023, 11, 30), months=3, amount=400,
        eligibility="other_province",
    )  # fmt: skip


def job(person, started, ended=None, channel="other_province", **more):
    return Employment.objects.create(
        person=person,
        started_on=started,
        ended_on=ended,
        employer="东莞电子厂",
        channel=channel,
        workplace="东莞市",
        **more,
    )


def poor(village, order, name):
    household = Household.objects.create(code=f"H{order}", head_name=name, village_id=village, kind="out_of_poverty")
    return add_person(village, order, name, household=household)


def found(policy, on=TODAY):
    return list(policy.qualifying(on))


# --- eligibility ---


def test_every_criterion_is_declared():
    assert criteria.keys() == set(Eligibility)


@pytest.mark.parametrize(
    ("started", "ended", "qualifies"),
    [
        (date(2023, 2, 20), None, True),  # three months today
        (date(2023, 2, 21), None, False),  # tomorrow
        (date(2022, 11, 2), date(2023, 1, 31), False),  # a day is lacking
        (date(2022, 11, 1), date(2023, 1, 31), True),  # ended in this year, the last day included
        (date(2022, 3, 1), date(2022, 12, 31), False),  # last year's
        (date(2023, 3, 1), date(2023, 12, 31), False),  # what is still to come is no month yet
    ],
)
def test_who_worked_in_another_province_for_three_months_qualifies(policy, small_town, started, ended, qualifies):
    job(small_town.person, started, ended)
    assert (found(policy) == [small_town.person]) is qualifies


def test_a_month_ends_with_its_last_day(policy, small_town):
    job(small_town.person, date(2022, 11, 30))
    policy.year = 2023
    assert found(policy, date(2023, 2, 27)) == []
    assert found(policy, date(2023, 2, 28)) == [small_town.person]


def test_only_those_out_of_poverty_or_monitored_qualify(policy, small_town):
    household = Household.objects.create(code="H9", head_name="杨木瓜", village_id=NEXT, kind="ordinary")
    neighbour = small_town.people[NEXT]
    neighbour.household = household
    neighbour.save()
    job(neighbour, date(2023, 1, 1))
    assert found(policy) == []
    Household.objects.filter(code="H9").update(monitoring="at_risk", identified_on=date(2023, 1, 1))
    assert found(policy) == [neighbour]
    Household.objects.filter(code="H9").update(risk_removed_on=date(2023, 5, 1))
    assert found(policy) == []


def test_the_ages_are_those_of_the_policy(policy, small_town):
    job(small_town.person, date(2023, 1, 1))  # is 38
    for age_from, age_until, qualifies in ((38, 38, True), (39, None, False), (None, 37, False)):
        policy.age_from, policy.age_until = age_from, age_until
        assert bool(found(policy)) is qualifies


def test_who_left_the_register_does_not_qualify(policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    small_town.person.left_on = date(2023, 5, 1)
    small_town.person.save()
    assert found(policy) == []


def test_each_criterion_finds_whom_its_name_says(policy, small_town):
    person, household = small_town.person, small_town.household
    export = LaborExport.objects.create(
        code="SC09", town_id=TOWN, name="专车", held_on=date(2023, 1, 8), origin="五团镇", destination="东莞市",
        participants=3, participants_out_of_poverty=2,
    )  # fmt: skip
    job(person, date(2023, 1, 9), export=export)
    job(person, date(2023, 1, 10), channel="own_business")
    PublicBenefitPost.objects.create(
        code="GY09", village=person.village, kind="保洁", employer="村委会", person=person, monthly_allowance=800,
        contract_started_on=date(2023, 1, 1), contract_ended_on=date(2023, 12, 31),
    )  # fmt: skip
    person.schooling = "高职高专二年级"
    person.save()
    expected = {"household": household, "workshop": small_town.workshop}
    for name in Eligibility:
        policy.eligibility = name
        assert found(policy) == [expected.get(name, person)], name


def test_a_workshop_has_to_employ_as_many_as_the_policy_says(policy, small_town):
    policy.eligibility, policy.people = "workshop", 2
    assert found(policy) == []


def test_next_town_is_not_asked(policy, small_town):
    Policy.objects.update(town_id="430529103")
    policy.refresh_from_db()
    job(small_town.person, date(2023, 1, 1))
    assert found(policy) == []


# --- 政策找人 ---


def test_who_has_applied_or_was_paid_is_not_looked_for(policy, small_town):
    people = [poor(OWN, order, name) for order, name in ((41, "石一"), (42, "石二"), (43, "石三"))]
    for person in people:
        job(person, date(2023, 1, 1))
    apply(policy=policy, subject=people[0], on=TODAY)
    PolicyPayment.objects.create(
        policy=policy, subject_kind="person", subject_code=people[1].id_number, due_on=date(2023, 11, 1)
    )
    assert list(policy.not_applied(TODAY)) == [people[2]]


def test_a_clerk_finds_the_people_of_the_village_and_applies_for_one_at_a_tap(clerk, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    job(poor(NEXT, 44, "杨四"), date(2023, 1, 1))
    address = reverse("oversight:finding_people", args=[policy.pk])
    page = clerk.get(address)
    assert [line[1].text for line in page.context["table"].lines] == ["石小军"]
    tap = next(page.context["table"].lines)[-1].address
    for text in ("已登记石小军的申请", "已经登记过石小军的申请"):
        answer = clerk.post(tap, {"next": address}, follow=True)
        assert text in answer.content.decode()
    application = PolicyApplication.objects.get()
    assert (application.applied_on, application.village_id) == (TODAY, OWN)
    assert clerk.get(address).context["table"].paginator.count == 0


def test_a_clerk_does_not_apply_for_somebody_of_another_village_or_who_does_not_qualify(clerk, policy, small_town):
    neighbour = poor(NEXT, 44, "杨四")
    job(neighbour, date(2023, 1, 1))
    for subject in (neighbour.public_id, small_town.person.public_id, "keine-uuid"):
        assert clerk.post(reverse("oversight:policy_apply", args=[policy.pk, subject])).status_code == 404


def test_a_leader_sees_masked_names_and_no_taps(signed_in, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    page = signed_in("leader").get(reverse("oversight:finding_people", args=[policy.pk]))
    assert [line[0].text for line in page.context["table"].lines] == ["石**"]
    assert "登记申请" not in page.content.decode()


def test_the_list_comes_as_a_workbook_without_the_buttons(staff, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    answer = staff.post(reverse("oversight:finding_export", args=[policy.pk]))
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][0] == f"{policy.name}未申请名单"
    assert [len(row) for row in rows[2:]] == [6, 6]
    assert rows[3][:3] == (1, "石小军", "白水头村")


def test_the_policies_of_the_year_say_how_many_have_not_applied(staff, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    told = [each for each, _ in staff.get(reverse("oversight:finding")).context["found"]]
    assert [(each.policy.code, each.qualifying, each.not_applied) for each in told] == [("ZC01", 1, 0), ("ZC02", 1, 1)]


def test_an_application_that_was_voided_is_to_be_brought_back(staff, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    application, _ = apply(policy=policy, subject=small_town.person, on=TODAY)
    void(record=application, reason="点错了")
    answer = staff.post(reverse("oversight:policy_apply", args=[policy.pk, small_town.person.public_id]), follow=True)
    assert "这份申请已经作废" in answer.content.decode()
    assert not PolicyApplication.objects.exists()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_pages_ask_as_much_for_three_people_as_for_thirty(staff, policy, small_town):
    asked = []
    for orders in (range(50, 53), range(53, 80)):
        for order in orders:
            job(poor(OWN, order, f"石{order}"), date(2023, 1, 1))
        pages = ("oversight:finding",), ("oversight:finding_people", policy.pk), ("oversight:policy", policy.pk)
        asked.append([queries(staff, reverse(route, args=args)) for route, *args in pages])
    assert asked[0] == asked[1]


# --- from the application to the payment ---


@pytest.fixture
def application(policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    return apply(policy=policy, subject=small_town.person, on=date(2023, 4, 1))[0]


def stage(application, on=TODAY):
    application.refresh_from_db()
    reached = application.stage(on)
    assert [each for each in Stage if PolicyApplication.objects.at(each, on).filter(pk=application.pk)] == [reached]
    return reached


def test_an_application_goes_from_stage_to_stage_until_it_is_paid(staff, application):
    action = "oversight:application_action"
    assert stage(application) == Stage.APPLIED
    assert staff.get(reverse(action, args=[application.pk, "approve"])).status_code == 404
    send(staff, action, application.pk, "review", reviewed_on="2023-04-10")
    assert stage(application) == Stage.REVIEWED
    send(staff, action, application.pk, "approve", approved_on="2023-04-20", due_on="2023-05-30", amount="400")
    assert stage(application) == Stage.APPROVED
    payment = application.payment
    assert (payment.due_on, payment.amount, payment.subject_kind) == (date(2023, 5, 30), 400, "person")
    send(staff, action, application.pk, "publish", published_on="2023-04-25")
    assert stage(application) == Stage.PUBLISHED
    assert stage(application, date(2023, 5, 31)) == Stage.OVERDUE
    send(staff, "oversight:payment_action", payment.pk, "pay", paid_on="2023-05-18", amount="400")
    assert stage(application) == Stage.PAID


def test_the_payment_is_made_once_however_often_the_approval_is_sent(staff, application):
    PolicyApplication.objects.update(reviewed_on=date(2023, 4, 10))
    address = reverse("oversight:application_action", args=[application.pk, "approve"])
    form = staff.get(address).context["form"]
    assert (form["due_on"].value(), form["amount"].value()) == (date(2023, 11, 30), 400)
    sent = {"token": str(uuid4()), "seen": form["seen"].value(), "confirmed": "1"}
    for _ in range(2):
        staff.post(address, {**sent, "approved_on": "2023-04-20", "due_on": "2023-05-30", "amount": "400"})
    assert PolicyPayment.objects.filter(policy=application.policy).count() == 1


def test_a_payment_that_the_ledger_has_already_is_taken(staff, application):
    PolicyApplication.objects.update(reviewed_on=date(2023, 4, 10))
    known = PolicyPayment.objects.create(
        policy=application.policy, subject_kind="person", subject_code=application.subject_code,
        due_on=date(2023, 5, 30), amount=300,
    )  # fmt: skip
    action = "oversight:application_action"
    approval = {"approved_on": "2023-04-20", "due_on": "2023-05-30"}
    refused = send(staff, action, application.pk, "approve", **approval, amount="400")
    assert "这笔兑现已经登记，金额是300.00元" in refused.text
    send(staff, action, application.pk, "approve", **approval, amount="300")
    application.refresh_from_db()
    assert application.payment == known


def test_an_approval_can_be_taken_back_while_nothing_is_paid(staff, application):
    PolicyApplication.objects.update(reviewed_on=date(2023, 4, 10))
    action = "oversight:application_action"
    send(staff, action, application.pk, "approve", approved_on="2023-04-20", due_on="2023-05-30", amount="300")
    payment = PolicyPayment.objects.get(application=application)
    page = staff.get(reverse("oversight:payment_change", args=[payment.pk]))
    assert "subject_code" not in page.context["form"].fields
    send(staff, action, application.pk, "unapprove", change_reason="材料不全")
    application.refresh_from_db()
    assert (stage(application), application.payment) == (Stage.REVIEWED, None)
    send(staff, action, application.pk, "approve", approved_on="2023-04-21", due_on="2023-05-30", amount="300")
    PolicyPayment.objects.update(paid_on=date(2023, 5, 1))
    application.refresh_from_db()
    assert application.payment == payment
    assert not application.may_lose_approval()


def test_a_refusal_has_a_reason_and_can_be_taken_back(staff, application):
    action = "oversight:application_action"
    assert send(staff, action, application.pk, "refuse", refused_on="2023-04-05", refusal_reason="").status_code == 200
    send(staff, action, application.pk, "refuse", refused_on="2023-04-05", refusal_reason="没有务工证明")
    assert stage(application) == Stage.REFUSED
    send(staff, action, application.pk, "reconsider", change_reason="补交了证明")
    assert stage(application) == Stage.APPLIED


def test_an_unpaid_payment_of_an_application_costs_the_policy(application):
    PolicyPayment.objects.create(
        policy=application.policy, subject_kind="person", subject_code=application.subject_code, due_on=TODAY
    )
    assert application.policy in Policy.objects.unfulfilled(2023, TODAY)


def test_staff_register_an_application_by_number(staff, policy, small_town):
    number = small_town.person.id_number.plain
    fields = {"subject_kind": "person", "subject_code": number, "applied_on": "2023-05-01"}
    send(staff, "oversight:application_add", policy.pk, **fields)
    application = PolicyApplication.objects.get()
    assert application.village_id == OWN
    assert warnings_of(application, TODAY) == ["按登记的情况，申请时不属于“跨省务工的脱贫人口和监测对象”，请核对"]
    send(staff, "oversight:application_change", application.pk, applied_on="2023-05-02")
    application.refresh_from_db()
    assert (application.applied_on, application.subject_code) == (date(2023, 5, 2), number)


def test_an_application_outside_the_window_is_asked_about(application):
    policy = application.policy
    policy.window_from, policy.window_until = date(2023, 4, 2), date(2023, 4, 30)
    assert warnings_of(application, TODAY) == ["申请日期早于申报开始日期2023-04-02"]
    assert [policy.window(date(2023, month, 2)).text for month in (3, 4, 5)] == [
        "2023-04-02 开始申报",
        "2023-04-30 截止申报",
        "2023-04-30 已截止申报",
    ]


# --- on the page of a person ---


def policy_status(client, record):
    return [
        (str(each.policy), each.state.text)
        for piece in client.get(record.get_absolute_url()).context["pieces"]
        if piece.template == "oversight/policy_statuses.html"
        for each in piece.content["statuses"]
    ]


def test_a_persons_page_says_which_policies_are_for_them_and_how_each_stands(clerk, policy, small_town):
    person = small_town.person
    assert policy_status(clerk, person) == [("车间补贴", "未兑现，逾期19天")]
    job(person, date(2023, 1, 1))
    assert policy_status(clerk, person)[1:] == [("交通补助", "符合条件，未申请")]
    apply(policy=policy, subject=person, on=TODAY)
    assert policy_status(clerk, person)[1:] == [("交通补助", "已申请")]


def test_a_household_and_a_workshop_have_policies_of_their_own(staff, policy, small_town):
    Policy.objects.filter(pk=policy.pk).update(eligibility="household")
    assert policy_status(staff, small_town.household) == [("交通补助", "符合条件，未申请")]
    Policy.objects.filter(pk=policy.pk).update(eligibility="workshop")
    assert policy_status(staff, small_town.workshop) == [("交通补助", "符合条件，未申请")]


def test_a_page_follows_a_policy_whose_terms_were_changed_and_tells_people_apart(staff, policy, small_town):
    job(small_town.person, date(2023, 1, 1))
    for months, told in ((3, [("交通补助", "符合条件，未申请")]), (12, []), (3, [("交通补助", "符合条件，未申请")])):
        Policy.objects.filter(pk=policy.pk).update(months=months)
        assert policy_status(staff, small_town.person)[1:] == told
        assert policy_status(staff, small_town.people[NEXT]) == []


def test_a_persons_page_asks_as_much_for_one_policy_as_for_ten(staff, policy, small_town):
    person = small_town.person
    job(person, date(2023, 1, 1))
    asked = []
    for orders in (range(1), range(1, 10)):
        for order in orders:
            Policy.objects.create(
                code=f"ZC1{order}", town_id=TOWN, name=f"政策{order}", year=2023, due_on=TODAY,
                eligibility="other_province",
            )  # fmt: skip
        asked.append(queries(staff, person.get_absolute_url()))
    assert asked[0] == asked[1]


# --- the catalogue, and the ledger ---


def test_a_sample_of_the_catalogue_fills_the_form(staff, small_town):
    page = staff.get(reverse("oversight:catalogue"))
    for sample, query, _ in page.context["samples"]:
        assert sample.fields.keys() <= set(PolicyRegister.fields)
        form = staff.get(f"{reverse('oversight:policy_add')}?{query}").context["form"]
        assert [form[name].value() for name in ("name", "eligibility")] == [sample.name, sample.eligibility.value]
    assert not any("amount" in sample.fields for sample in samples(2023))


def test_a_sample_is_not_offered_again_once_it_is_registered(staff, policy, small_town):
    Policy.objects.filter(pk=policy.pk).update(name="跨省务工一次性交通补助")
    page = staff.get(reverse("oversight:catalogue"))
    assert next(registered for _, _, registered in page.context["samples"])


def test_an_import_leaves_alone_whom_a_policy_is_for(policy, tmp_path):
    from ledger.exporting import export_ledger

    path = tmp_path / "台账.xlsx"
    export_ledger(path)
    Policy.objects.filter(pk=policy.pk).update(name="改过的名称")
    assert not import_ledger(path).errors
    policy.refresh_from_db()
    assert (policy.name, policy.eligibility, policy.months) == ("交通补助", "other_province", 3)
