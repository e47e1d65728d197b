"""A town small enough to know by heart: in one village one of everything, next door a neighbour, and another town.

The other town has one person, or one of everything as well, by names and codes of its own (`build_both`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import LeadershipPost, Tenure
from core.models import RelocationSite, Village
from fictional.earlier import add_changes
from fictional.identities import id_number
from fictional.places import TOWN
from fictional.posts import add_post
from fictional.profiles import DANKOU, DIVISIONS, FAR, NEXT, OWN, PHONE, WUTUAN, Profile, add_divisions
from fictional.spot_checks import add_spot_checks
from labor.models import (
    CooperationAgreement,
    Employer,
    EmployerName,
    Employment,
    ExportParticipant,
    FollowUp,
    Household,
    JobSeekingCase,
    LaborExport,
    Person,
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

__all__ = [
    "DIVISIONS", "FAR", "NEXT", "OWN", "PHONE", "TODAY", "TOWN", "SmallTown", "add_export", "add_life", "add_person",
    "add_platform", "add_programme", "add_recruitment", "build", "build_both", "identity_number",
]  # fmt: skip

#: The day on which most tests look at it.
TODAY = date(2023, 5, 20)


@dataclass
class SmallTown:
    profile: Profile
    people: dict[str, Person]
    household: Household
    site: RelocationSite
    workshop: Workshop
    policy: Policy
    task: SupervisionTask

    @property
    def person(self) -> Person:
        return self.people[self.profile.own]

    @property
    def village(self) -> Village:
        return self.person.village


def profile_of(village: str) -> Profile:
    """The profile of the town in which a village lies."""
    return DANKOU if village.startswith(DANKOU.town) else WUTUAN


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


def build(here: Profile = WUTUAN, *, beyond: str = FAR) -> SmallTown:
    """A town with some of everything, and, in a village of the town next to it, a neighbour from `beyond`."""
    add_divisions(filter(None, (*here.villages, beyond)))
    site = here.create(
        RelocationSite, code="AZ01", name="白水头安置点", village_id=here.own, population=120,
        opened_on=date(2018, 1, 1),
    )  # fmt: skip
    household = here.create(
        Household, code="H1", head_name="石大山", village_id=here.own, kind=Household.Kind.OUT_OF_POVERTY, site=site
    )
    people = add_people(here, household)
    if beyond:
        people[beyond] = add_person(beyond, 3, DANKOU.word("石小军"))
    return SmallTown(here, people, household, site, add_workshop(site, people), *add_policy_and_task(people[here.own]))


def build_both() -> tuple[SmallTown, SmallTown]:
    """Two towns with one of everything each, which have nothing to do with one another."""
    towns = (build(WUTUAN, beyond=""), build(DANKOU, beyond=""))
    for town in towns:
        add_life(town.person)
        add_platform(town.village)
        add_programme(town.person)
    return towns


def add_people(here: Profile, household: Household) -> dict[str, Person]:
    """Somebody in each of the town's villages."""
    texts = {"name": "石小军", "phone": PHONE, "name_pinyin": "shi xiao jun", "name_initials": "sxj"}
    own = {field: here.word(text) for field, text in texts.items()}
    first = here.people_before + 1
    return {
        here.own: add_person(here.own, first, household=household, **own),
        here.next: add_person(here.next, first + 1, here.word("杨木瓜")),
    }


def add_workshop(site: RelocationSite, people: dict[str, Person]) -> Workshop:
    here = profile_of(site.village_id)
    workshop = here.create(
        Workshop, code="CJ01", name="白水头车间", village_id=here.own, kind="factory", site=site,
        certified_on=date(2022, 1, 1),
    )  # fmt: skip
    here.create(Inspection, workshop=workshop, inspected_on=date(2023, 3, 1), result="failed", problem="无消防器材")
    for person in people.values():
        here.create(
            Employment, person=person, started_on=date(2022, 3, 1), employer="白水头车间", channel="workshop",
            workplace="五团镇", workshop=workshop, monthly_wage=2800,
        )  # fmt: skip
    return workshop


def add_policy_and_task(person: Person) -> tuple[Policy, SupervisionTask]:
    here = profile_of(person.village_id)
    policy = here.create(
        Policy, code="ZC01", town_id=here.town, name="车间补贴", year=2023, due_on=date(2023, 6, 30),
        eligibility="workshop_worker", months=3,
    )  # fmt: skip
    for kind, code in (("person", person.id_number.plain), ("household", "H1"), ("workshop", "CJ01")):
        here.create(PolicyPayment, policy=policy, subject_kind=kind, subject_code=code, due_on=date(2023, 5, 1))
    task = here.create(
        SupervisionTask, code="DB01", town_id=here.town, source="县人社局", matter="核实就业数据",
        assigned_on=date(2023, 2, 1), due_on=date(2023, 3, 1),
    )  # fmt: skip
    return policy, task


def add_life(person: Person) -> None:
    """One fact of every kind in the person's line of time."""
    here = profile_of(person.village_id)
    here.create(JobSeekingCase, person=person, registered_on=date(2021, 9, 1), willing=True, reason="返乡")
    here.create(Verification, person=person, verified_on=date(2023, 4, 1), method="phone", result="unchanged")
    add_spot_checks(here, person)
    here.create(Service, person=person, served_on=date(2021, 9, 5), kind="recommendation", employer="某厂")
    here.create(HouseholdHelp, household=person.household, helped_on=date(2021, 10, 1), measure="job")
    course = here.create(
        TrainingClass, code="BJ01", town_id=here.town, category="labor_transfer", trade="缝纫工",
        started_on=date(2021, 11, 1),
    )  # fmt: skip
    enrolment = here.create(Enrolment, training_class=course, person=person, completed=True)
    here.create(Attendance, enrolment=enrolment, attended_on=date(2021, 11, 2), present=True)
    here.create(TrainingWish, person=person, category="labor_transfer", trade="缝纫", wished_on=date(2021, 10, 8))
    here.create(
        ReturnedBusiness, name="石家米粉店", village=person.village, person=person, opened_on=date(2021, 12, 1), jobs=3,
        jobs_out_of_poverty=1,
    )  # fmt: skip


def add_platform(village: Village) -> None:
    here = profile_of(village.pk)
    here.create(Platform, village=village, built_on=date(2023, 1, 1))
    here.create(
        StaffMember, village=village, name="石平台", started_on=date(2023, 1, 1), working_time="full",
        phone="15400000025",
    )  # fmt: skip
    here.create(
        BusinessCheck, village=village, checked_on=date(2023, 5, 1), item="sign_in", level="superior", result="failed"
    )


def add_programme(person: Person) -> None:
    """One record of each of the town's registers that `build` and `add_life` leave out."""
    here = profile_of(person.village_id)
    add_beginning(here)
    add_changes(here, person)
    add_oversight(person)
    add_export(person)
    add_post(here, person)
    here.create(
        WorkshopApplication, name="竹编车间", village=person.village, kind="home", applicant="竹编合作社",
        applied_on=date(2023, 4, 3),
    )  # fmt: skip
    here.create(
        WorkshopSupport, workshop=Workshop.objects.within(here.town).get(), kind="subsidy", policy="场地租金补贴",
        amount=3000, granted_on=date(2023, 3, 1),
    )  # fmt: skip
    here.create(TrainingQuota, year=2023, town_id=here.town, category="labor_transfer", people=40)
    here.create(
        StaffTraining, code="PX01", town_id=here.town, name="平台业务培训", held_on=date(2023, 3, 9), participants=12
    )
    add_recruitment(person)


def add_oversight(person: Person) -> None:
    """Documents, figures, applications, leaders, and what a task led to."""
    here = profile_of(person.village_id)
    here.create(
        OrganisationDocument, year=2023, kind="action_plan", name="行动方案", town_id=here.town,
        issued_on=date(2023, 6, 14),
    )  # fmt: skip
    here.create(Baseline, year=2022, indicator="labor", town_id=here.town, value=100)
    here.create(
        PolicyApplication, policy=Policy.objects.within(here.town).get(), subject_kind="person",
        subject_code=person.id_number, village=person.village, applied_on=date(2023, 3, 1),
    )  # fmt: skip
    post = here.create(LeadershipPost, town_id=here.town, rank="leader", position=1)
    here.create(Tenure, post=post, name="龙组长", started_on=date(2023, 1, 1))
    task = SupervisionTask.objects.within(here.town).get()
    here.create(TaskReply, task=task, replied_on=date(2023, 2, 20), content="已逐人核实")
    here.create(
        Problem, town_id=here.town, matter="就业地写得不明", found_on=date(2023, 2, 2), due_on=date(2023, 3, 1),
        responsible="石专干", task=task, sub_item="2.3",
    )  # fmt: skip


def add_beginning(here: Profile) -> None:
    """Since when the town works with the program, and what the county has told it of the score."""
    here.create(TownStart, town_id=here.town, started_on=date(2022, 12, 1))
    here.create(
        OfficialFigure, town_id=here.town, year=2023, rule="data_maintenance", deducted=Decimal("0.4"),
        document="县专班通报第3号",
    )  # fmt: skip


def add_recruitment(person: Person) -> Candidate:
    """An application for a vacancy of the industrial zone, made at a fair."""
    here = profile_of(person.village_id)
    vacancy = here.create(
        Vacancy, code="ZP01", town_id=here.town, employer="城步服装厂", in_industrial_zone=True, title="缝纫工",
        workplace="城步", headcount=20, wage_min=3000, wage_max=5000, published_on=date(2023, 2, 1),
    )  # fmt: skip
    employer = here.create(Employer, town_id=here.town, name="城步服装厂", kind="zone", phone="15400000033")
    here.create(EmployerName, employer=employer, name="儒林服装")
    event = here.create(RecruitmentEvent, town_id=here.town, name="春风行动", held_on=date(2023, 2, 20), kind="fair")
    here.create(EventEmployer, event=event, employer=employer, posts=20)
    here.create(RecruitmentTask, year=2023, town_id=here.town, headcount=15)
    return here.create(Candidate, vacancy=vacancy, person=person, event=event, applied_on=date(2023, 2, 20))


def add_export(person: Person) -> LaborExport:
    """An activity under an agreement, with somebody who took part, and a call to where the person works."""
    here = profile_of(person.village_id)
    agreement = here.create(
        CooperationAgreement, number="XZ01", town_id=here.town, place="广东省东莞市", partner="东莞市人力资源协会",
        signed_on=date(2023, 1, 10),
    )  # fmt: skip
    export = here.create(
        LaborExport, code="SC01", town_id=here.town, name="赴粤专车", held_on=date(2023, 2, 8), origin="五团镇",
        destination="东莞市", participants=30, participants_out_of_poverty=12, agreement=agreement, transport="coach",
    )  # fmt: skip
    here.create(ExportParticipant, person=person, export=export, point_to_point=True)
    here.create(
        FollowUp, employment=person.employments.first(), called_on=date(2023, 3, 8), method="phone", result="steady"
    )
    return export
