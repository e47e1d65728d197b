"""The page of a person: what is true now, then everything that happened, newest first."""

import re
from datetime import date

import pytest
from django.utils import timezone

from core.personal_data.masking import mask_name
from fictional.one_of_everything import OWN, add_life, add_person, identity_number
from labor.models import Employment, JobSeekingCase, Person, PublicBenefitPost, Verification
from labor.people.timeline import timeline_of

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    return small_town.person


@pytest.fixture
def page(signed_in, person):
    """What somebody reads on the person's page."""

    def read(user="staff", **query):
        html = signed_in(user).get(person.get_absolute_url(), query).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return read


def test_the_address_bears_an_opaque_id(person):
    assert person.get_absolute_url() == f"/people/{person.public_id}/"


def test_the_page_says_what_is_true_now(page):
    shown = re.sub(" +", " ", page())
    for words in ("石小军 男，38岁", "就业中", "白水头车间 帮扶车间，五团镇，月收入 2,800 元， 2022-03-01 起"):
        assert words in shown
    for fact in ("农户 石大山户", "户类型 脱贫户", "监测对象 否", "劳动能力 普通劳动力", "纳入日期 2021-01-01"):
        assert fact in shown


def test_numbers_are_masked_and_no_birth_date_undoes_the_mask(page):
    shown = page()
    assert f"430***********{identity_number(1)[-4:-1]}*" in shown
    assert "154****0017" in shown
    assert "1985" not in shown


def test_an_unverified_half_year_shows_its_last_day(page, person):
    assert "本半年未核实，6月30日截止" in page()
    Verification.objects.create(person=person, verified_on=date(2023, 3, 1), method="phone", result="unreachable")
    assert "本半年未核实，6月30日截止" in page()
    Verification.objects.create(person=person, verified_on=date(2023, 3, 2), method="phone", result="unchanged")
    assert "本半年已核实" in page()


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        (date(2023, 5, 10), "未清零求职登记，还有21天"),
        (date(2023, 4, 20), "未清零求职登记，今天到期"),
        (date(2023, 4, 18), "未清零求职登记，逾期2天"),
    ],
)
def test_an_open_case_counts_its_days(page, person, registered, words):
    Employment.objects.update(ended_on=date(2023, 1, 1))
    JobSeekingCase.objects.create(person=person, registered_on=registered, willing=True)
    assert words in page()
    assert "未就业" in page()


def test_all_facts_stand_in_one_line_of_time(page, person):
    add_life(person)
    PublicBenefitPost.objects.create(
        code="GY01", village_id=OWN, kind="保洁", employer="村委会", person=person, monthly_allowance=1000,
        contract_started_on=date(2022, 1, 1), contract_ended_on=date(2024, 1, 1),
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(left_on=date(2023, 5, 1), leaving_reason="外迁")
    shown = page()
    line = shown[shown.index("经历") :]
    kinds = (
        "退出 退出劳动力台账 外迁", "数据抽查 镇级自查，实地走访，不真实 单位不符", "信息核实 电话核实，无变化",
        "就业 到白水头车间工作", "公益性岗位 受聘于村委会 保洁，月补贴 1,000 元，合同至 2024-01-01",
        "培训 参加缝纫工培训", "户帮扶 推荐就业", "就业服务 岗位推荐 某厂", "求职登记 登记求职", "纳入 纳入劳动力台账",
    )  # fmt: skip
    places = [line.index(kind) for kind in kinds]
    assert places == sorted(places)


def test_a_voided_fact_did_not_happen(page, person):
    Employment.objects.filter(person=person).update(voided_at=timezone.now(), void_reason="登记有误")
    assert "白水头车间" not in page()


def test_a_long_life_has_pages(page, person):
    Verification.objects.bulk_create(
        Verification(person=person, verified_on=date.fromordinal(date(2022, 1, 1).toordinal() + day), method="phone",
                     result="unchanged")
        for day in range(60)
    )  # fmt: skip
    assert "第 1 页，共 2 页" in page()
    assert "纳入劳动力台账" in page(page=2)
    assert "纳入劳动力台账" not in page()


def test_somebody_outside_the_registers_has_a_page(page, person):
    Person.objects.filter(pk=person.pk).update(household=None, phone="")
    shown = page()
    assert "农户 —" in re.sub(" +", " ", shown)


def test_leaders_see_no_name_and_cannot_ask_for_a_number(page):
    shown = page("leader")
    assert mask_name("石小军") in shown
    assert "石**户" in shown
    assert "查看完整号码" not in shown


def test_a_voided_person_has_no_page(signed_in, person):
    Person.objects.filter(pk=person.pk).update(voided_at=timezone.now())
    assert signed_in("clerk").get(person.get_absolute_url()).status_code == 404
    assert "作废" in signed_in("staff").get(person.get_absolute_url()).content.decode()


def test_a_page_costs_the_same_queries_for_three_facts_and_for_three_hundred(
    signed_in, person, django_assert_max_num_queries, django_assert_num_queries
):
    staff = signed_in("staff")
    add_life(person)
    with django_assert_max_num_queries(52) as few:
        staff.get(person.get_absolute_url())
    Employment.objects.bulk_create(
        Employment(
            person=person, started_on=date(2000, 1, 1), employer=f"厂{order}", channel="county", workplace="本县"
        )
        for order in range(300)
    )
    with django_assert_num_queries(len(few)):
        staff.get(person.get_absolute_url())


# --- who changed what ---


def test_the_history_says_who_changed_what_and_masks_it(page, signed_in, person):
    person.name, person.phone, person.capacity = "石大军", "15400000033", "weak"
    person._history_user = signed_in("staff").get("/accounts/me/").wsgi_request.user
    person.save()
    shown = re.sub(" +", " ", page())
    assert "劳动能力： 普通劳动力 改为 弱劳动力或半劳动力" in shown
    assert "联系电话： 154****0017 改为 154****0033" in shown
    assert "姓名： 石小军 改为 石大军" in shown
    assert "staff" in shown
    assert "姓名： 石** 改为 石**" in re.sub(" +", " ", page("leader"))


def test_an_import_is_named_as_the_reason(page, person):
    person._change_reason = "import:7"
    person.health = "健康"
    person.save()
    assert "台账导入，第7批" in page()


def test_moving_to_another_village_names_both(page, person):
    person.village_id = "430529104206"
    person.save()
    assert "村社区： 白水头村 改为 木瓜村" in re.sub(" +", " ", page())


def test_what_has_happened_to_nobody_is_not_asked_again(small_town, django_assert_num_queries):
    timeline_of(small_town.person)  # the question is put together once a process
    newcomer = add_person(OWN, 9, "石新来")
    with django_assert_num_queries(1):
        assert [entry.kind for entry in timeline_of(newcomer)] == ["纳入"]
    Verification.objects.create(person=newcomer, verified_on=date(2023, 3, 1), method="phone", result="unchanged")
    with django_assert_num_queries(2):
        assert [entry.kind for entry in timeline_of(newcomer)] == ["信息核实", "纳入"]
    newcomer.verifications.all().update(voided_at=timezone.now())
    with django_assert_num_queries(1):
        assert [entry.kind for entry in timeline_of(newcomer)] == ["纳入"]
