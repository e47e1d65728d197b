"""A town small enough to know by heart: in one village one of everything, next door a neighbour, and another town."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import LeadershipPost, Tenure
from core.models import Division, RelocationSite, Village
from fictional.identities import id_number
from fictional.places import TOWN
from labor.models import (
    CooperationAgreement,
    Employment,
    ExportParticipant,
    FollowUp,
    Household,
    JobSeekingCase,
    LaborExport,
    Person,
    PublicBenefitPost,
    SpotCheck,
    Verification,
)
from oversight.models import (
    Baseline,
    OrganisationDocument,
    Policy,
    PolicyApplication,
    PolicyPayment,
    Problem,
    SupervisionTask,
    TaskReply,
)
from platforms.models import (
    BusinessCheck,
    Candidate,
    Employer,
    EventEmployer,
    HouseholdHelp,
    Platform,
    RecruitmentEvent,
    RecruitmentTask,
    Service,
    StaffMember,
    Vacancy,
)
from scoring.models import OfficialFigure, TownStart
from training.models import (
    Attendance,
    Enrolment,
    ReturnedBusiness,
    StaffTraining,
    TrainingClass,
    TrainingQuota,
    TrainingWish,
)
from workshops.models import Inspection, Workshop, WorkshopApplication, WorkshopSupport

#: The day on which most tests look at it.
TODAY = date(2023, 5, 20)
OWN, NEXT, FAR = "430529104204", "430529104206", "430529103205"
DIVISIONS = {
    "43": "湖南省",
    "4305": "邵阳市",
    "430529": "城步苗族自治县",
    "430529103": "丹口镇",
    TOWN: "五团镇",
    OWN: "白水头村",
    NEXT: "木瓜村",
    FAR: "丹口村",
}
PHONE = "15400000017"


@dataclass
class SmallTown:
    people: dict[str, Person]
    household: Household
    site: RelocationSite
    workshop: Workshop
    policy: Policy
    task: SupervisionTask

    @property
    def person(self) -> Person:
        return self.people[OWN]

    @property
    def village(self) -> Village:
        return self.person.village


def identity_number(order: int, born: date = date(1985, 5, 5)) -> str:
    return id_number(born, order)


def add_person(village: str, order: int, name: str, **more) -> Person:
    fields = {
        "id_number": identity_number(order),
        "birth_date": date(1985, 5, 5),
        "capacity": Person.Capacity.ORDINARY,
        "joined_on": date(2021, 1, 1),
    }
    return Person.objects.create(village_id=village, name=name, **{**fields, **more})


def build() -> SmallTown:
    for code, name in DIVISIONS.items():
        parent = next((known for known in reversed(DIVISIONS) if code != known and code.startswith(known)), None)
        Division.objects.create(code=code, name=name, level=len(code), parent_id=parent)
    for code in (OWN, NEXT, FAR):
        Village.objects.create(code=code, name=DIVISIONS[code])
    site = RelocationSite.objects.create(
        code="AZ01", name="白水头安置点", village_id=OWN, population=120, opened_on=date(2018, 1, 1)
    )
    household = Household.objects.create(
        code="H1", head_name="石大山", village_id=OWN, kind=Household.Kind.OUT_OF_POVERTY, site=site
    )
    person = add_person(
        OWN, 1, "石小军", household=household, phone=PHONE, name_pinyin="shi xiao jun", name_initials="sxj"
    )
    people = {OWN: person, NEXT: add_person(NEXT, 2, "杨木瓜"), FAR: add_person(FAR, 3, "银丹口")}
    return SmallTown(people, household, site, add_workshop(site, people), *add_policy_and_task(person))


def add_workshop(site: RelocationSite, people: dict[str, Person]) -> Workshop:
    workshop = Workshop.objects.create(
        code="CJ01", name="白水头车间", village_id=OWN, kind="factory", site=site, certified_on=date(2022, 1, 1)
    )
    Inspection.objects.create(workshop=workshop, inspected_on=date(2023, 3, 1), result="failed", problem="无消防器材")
    for person in people.values():
        Employment.objects.create(
            person=person, started_on=date(2022, 3, 1), employer="白水头车间", channel="workshop", workplace="五团镇",
            workshop=workshop, monthly_wage=2800,
        )  # fmt: skip
    return workshop


def add_policy_and_task(person: Person) -> tuple[Policy, SupervisionTask]:
    policy = Policy.objects.create(
        code="ZC01", town_id=TOWN, name="车间补贴", year=2023, due_on=date(2023, 6, 30), eligibility="workshop_worker",
        months=3,
    )  # fmt: skip
    for kind, code in (("person", person.id_number.plain), ("household", "H1"), ("workshop", "CJ01")):
        PolicyPayment.objects.create(policy=policy, subject_kind=kind, subject_code=code, due_on=date(2023, 5, 1))
    task = SupervisionTask.objects.create(
        code="DB01", town_id=TOWN, source="县人社局", matter="核实就业数据", assigned_on=date(2023, 2, 1),
        due_on=date(2023, 3, 1),
    )  # fmt: skip
    return policy, task


def add_life(person: Person) -> None:
    """One fact of every kind in the person's line of time."""
    JobSeekingCase.objects.create(person=person, registered_on=date(2021, 9, 1), willing=True, reason="返乡")
    Verification.objects.create(person=person, verified_on=date(2023, 4, 1), method="phone", result="unchanged")
    SpotCheck.objects.create(
        person=person, checked_on=date(2023, 4, 2), level="town", method="visit", result="untrue", problem="单位不符"
    )
    Service.objects.create(person=person, served_on=date(2021, 9, 5), kind="recommendation", employer="某厂")
    HouseholdHelp.objects.create(household=person.household, helped_on=date(2021, 10, 1), measure="job")
    course = TrainingClass.objects.create(
        code="BJ01", town_id=TOWN, category="labor_transfer", trade="缝纫工", started_on=date(2021, 11, 1)
    )
    enrolment = Enrolment.objects.create(training_class=course, person=person, completed=True)
    Attendance.objects.create(enrolment=enrolment, attended_on=date(2021, 11, 2), present=True)
    TrainingWish.objects.create(person=person, category="labor_transfer", trade="缝纫", wished_on=date(2021, 10, 8))
    ReturnedBusiness.objects.create(
        name="石家米粉店", village=person.village, person=person, opened_on=date(2021, 12, 1), jobs=3,
        jobs_out_of_poverty=1,
    )  # fmt: skip


def add_platform(village: Village) -> None:
    Platform.objects.create(village=village, built_on=date(2023, 1, 1))
    StaffMember.objects.create(
        village=village, name="石平台", started_on=date(2023, 1, 1), working_time="full", phone="15400000025"
    )
    BusinessCheck.objects.create(
        village=village, checked_on=date(2023, 5, 1), item="sign_in", level="superior", result="failed"
    )


def add_programme(person: Person) -> None:
    """One record of each of the town's registers that `build` and `add_life` leave out."""
    add_oversight(person)
    add_export(person)
    PublicBenefitPost.objects.create(
        code="GY01", village=person.village, kind="保洁", employer="白水头村委会", person=person,
        contract_started_on=date(2023, 1, 1), contract_ended_on=date(2023, 12, 31), monthly_allowance=800,
    )  # fmt: skip
    WorkshopApplication.objects.create(
        name="竹编车间", village=person.village, kind="home", applicant="竹编合作社", applied_on=date(2023, 4, 3)
    )
    WorkshopSupport.objects.create(
        workshop=Workshop.objects.get(), kind="subsidy", policy="场地租金补贴", amount=3000, granted_on=date(2023, 3, 1)
    )
    TrainingQuota.objects.create(year=2023, town_id=TOWN, category="labor_transfer", people=40)
    StaffTraining.objects.create(
        code="PX01", town_id=TOWN, name="平台业务培训", held_on=date(2023, 3, 9), participants=12
    )
    add_recruitment(person)


def add_oversight(person: Person) -> None:
    """Documents, figures, applications, leaders, and what a task led to."""
    OrganisationDocument.objects.create(
        year=2023, kind="action_plan", name="行动方案", town_id=TOWN, issued_on=date(2023, 6, 14)
    )
    Baseline.objects.create(year=2022, indicator="labor", town_id=TOWN, value=100)
    TownStart.objects.create(town_id=TOWN, started_on=date(2022, 12, 1))
    OfficialFigure.objects.create(
        town_id=TOWN, year=2023, rule="data_maintenance", deducted=Decimal("0.4"), document="县专班通报第3号"
    )
    PolicyApplication.objects.create(
        policy=Policy.objects.get(), subject_kind="person", subject_code=person.id_number, village=person.village,
        applied_on=date(2023, 3, 1),
    )  # fmt: skip
    post = LeadershipPost.objects.create(town_id=TOWN, rank="leader", position=1)
    Tenure.objects.create(post=post, name="龙组长", started_on=date(2023, 1, 1))
    task = SupervisionTask.objects.get()
    TaskReply.objects.create(task=task, replied_on=date(2023, 2, 20), content="已核实")
    Problem.objects.create(
        town_id=TOWN, matter="就业地写得不明", found_on=date(2023, 2, 2), due_on=date(2023, 3, 1), responsible="石专干",
        task=task, sub_item="2.3",
    )  # fmt: skip


def add_recruitment(person: Person) -> Candidate:
    """An application for a vacancy of the industrial zone, made at a fair."""
    vacancy = Vacancy.objects.create(
        code="ZP01", town_id=TOWN, employer="城步服装厂", in_industrial_zone=True, title="缝纫工", workplace="城步",
        headcount=20, wage_min=3000, wage_max=5000, published_on=date(2023, 2, 1),
    )  # fmt: skip
    employer = Employer.objects.create(town_id=TOWN, name="城步服装厂", kind="zone", phone="15400000033")
    event = RecruitmentEvent.objects.create(town_id=TOWN, name="春风行动", held_on=date(2023, 2, 20), kind="fair")
    EventEmployer.objects.create(event=event, employer=employer, posts=20)
    RecruitmentTask.objects.create(year=2023, town_id=TOWN, headcount=15)
    return Candidate.objects.create(vacancy=vacancy, person=person, event=event, applied_on=date(2023, 2, 20))


def add_export(person: Person) -> LaborExport:
    """An activity under an agreement, with somebody who took part, and a call to where the person works."""
    agreement = CooperationAgreement.objects.create(
        number="XZ01", town_id=TOWN, place="广东省东莞市", partner="东莞市人力资源协会", signed_on=date(2023, 1, 10)
    )
    export = LaborExport.objects.create(
        code="SC01", town_id=TOWN, name="赴粤专车", held_on=date(2023, 2, 8), origin="五团镇", destination="东莞市",
        participants=30, participants_out_of_poverty=12, agreement=agreement, transport="coach",
    )  # fmt: skip
    ExportParticipant.objects.create(person=person, export=export, point_to_point=True)
    FollowUp.objects.create(
        employment=person.employments.first(), called_on=date(2023, 3, 8), method="phone", result="steady"
    )
    return export
