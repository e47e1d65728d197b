"""What a town has and does: sites, workshops, platforms, policies, classes, documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product

from core.models import RelocationSite, Village
from fictional import employers, names, texts
from fictional.identities import phone
from fictional.scale.facts import Chronicle
from fictional.scale.tables import Batch, Row, code
from fictional.scale.town import Town
from labor.models import LaborExport
from oversight.models import Baseline, OrganisationDocument, Policy, SupervisionTask
from platforms.models import BusinessCheck, Platform, StaffMember, Vacancy
from training.models import StaffTraining, TrainingClass, TrainingQuota
from workshops.models import Inspection, Workshop


class Numbers(dict):
    """The next free number of each model, from 1 on."""

    def __missing__(self, model: type) -> count:
        return self.setdefault(model, count(1))

    def next(self, model: type) -> int:
        return next(self[model])


@dataclass
class Office:
    """Draws what one town has; remembers the numbers that people's facts refer to."""

    town: Town
    year: int
    draw: Chronicle
    numbers: Numbers
    sites: list[int] = field(default_factory=list)
    workshops: list[int] = field(default_factory=list)
    exports: list[int] = field(default_factory=list)
    policies: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)

    def rows(self) -> Batch:
        """Everything of the town, what is referred to before what refers."""
        kinds = {
            Baseline: self._baselines, OrganisationDocument: self._documents, Village: self._villages,
            RelocationSite: self._sites, Workshop: self._workshops, Inspection: self._inspections,
            LaborExport: self._exports, Platform: self._platforms, StaffMember: self._staff,
            BusinessCheck: self._business_checks, StaffTraining: self._staff_trainings, Policy: self._policies,
            SupervisionTask: self._tasks, TrainingQuota: self._quotas, TrainingClass: self._classes,
            Vacancy: self._vacancies,
        }  # fmt: skip
        return {model: list(draw()) for model, draw in kinds.items()}

    def _new(self, model: type, memory: list[int]) -> tuple[int, str]:
        memory.append(self.numbers.next(model))
        return memory[-1], code(model, memory[-1])

    def _village(self) -> str:
        return self.town.villages[self.draw.below(len(self.town.villages))][0]

    def _baselines(self) -> Iterator[Row]:
        shares = {"labor": 0.6, "employed": 0.46, "workshop_workers": 0.035, "workshop_labor": 0.024}
        for indicator, share in shares.items():
            yield self.year - 1, indicator, self.town.code, int(self.town.people * share)

    def _documents(self) -> Iterator[Row]:
        for kind, name in (("action_plan", "就业帮扶行动方案"), ("working_group", "就业帮扶工作专班")):
            yield self.year, kind, f"{self.town.name}{name}", self.town.code, self.draw.between(20, 60), "", "杨镇长"

    def _villages(self) -> Iterator[Row]:
        for village, name in self.town.villages:
            yield village, name, True

    def _sites(self) -> Iterator[Row]:
        for number in range(2 + len(self.town.villages) // 4):
            identifiers = self._new(RelocationSite, self.sites)
            window = self.draw.between(-200, 0) if self.draw.chance() < 0.95 else None
            people, opened = 60 + self.draw.below(400), self.draw.between(-1400, -800)
            yield *identifiers, f"{self.town.name}{number + 1}号安置点", self._village(), people, opened, window

    def _workshops(self) -> Iterator[Row]:
        for number in range(max(3, self.town.people // 1000)):
            identifiers = self._new(Workshop, self.workshops)
            site = self.sites[number % len(self.sites)]
            stopped = self.draw.between(0, 300) if self.draw.chance() < 0.05 else None
            name = f"{self.town.name}第{number + 1}帮扶车间"
            certified = self.draw.between(-900, -400)
            yield (
                *identifiers,
                name,
                self._village(),
                self.draw.pick(("factory", "home")),
                site,
                certified,
                stopped,
                None,
            )

    def _inspections(self) -> Iterator[Row]:
        for workshop, quarter in product(self.workshops, range(4)):
            inspected, failed = 91 * quarter + self.draw.below(60), self.draw.chance() < 0.05
            rectified = self.draw.day(inspected + 20) if failed and self.draw.chance() < 0.8 else None
            problem = "消防通道堵塞" if failed else ""
            yield workshop, self.draw.day(inspected), "failed" if failed else "passed", problem, rectified

    def _exports(self) -> Iterator[Row]:
        for number in range(max(2, self.town.people // 2000)):
            identifiers = self._new(LaborExport, self.exports)
            people, day = 20 + self.draw.below(40), self.draw.between(10, 300)
            yield (
                *identifiers,
                self.town.code,
                f"第{number + 1}次劳务输出",
                day,
                "城步",
                "东莞",
                people,
                people * 3 // 5,
            )

    def _platforms(self) -> Iterator[Row]:
        for village, _ in self.town.villages:
            yield village, self.draw.between(-700, -400), None, self.draw.between(-390, -10)

    def _staff(self) -> Iterator[Row]:
        for village, _ in self.town.villages:
            name = names.pool()[self.draw.below(len(names.pool()))].text
            yield village, name, self.draw.between(-390, -10), None, "full", phone(self.draw.below(10**8))

    def _business_checks(self) -> Iterator[Row]:
        items = ("sign_in", "employment", "unemployment", "services_311", "other")
        for (village, _), quarter in product(self.town.villages, range(4)):
            day, level = self.draw.between(91 * quarter, 91 * quarter + 80), ("town", "superior")[quarter % 2]
            for item in items:
                yield village, day, item, level, "failed" if self.draw.chance() < 0.002 else "passed"

    def _staff_trainings(self) -> Iterator[Row]:
        for name in ("村级平台业务培训", "实名制系统培训"):
            identifier, held = code(StaffTraining, self.numbers.next(StaffTraining)), 60 + self.draw.below(200)
            yield identifier, self.town.code, name, self.draw.day(held), 30, self.draw.day(held + 5)

    def _policies(self) -> Iterator[Row]:
        for number in range(max(6, self.town.people // 1000)):
            due = 100 + self.draw.below(250)
            done = self.draw.day(due - 10 + self.draw.below(12)) if self.draw.chance() < 0.95 else None
            name = f"第{number + 1}项稳岗就业政策"
            yield *self._new(Policy, self.policies), self.town.code, name, self.year, self.draw.day(due), done

    def _tasks(self) -> Iterator[Row]:
        for number in range(8):
            assigned, luck = 10 + 40 * number, self.draw.chance()
            due, done = assigned + 20, assigned + (10 if luck < 0.95 else 40)
            identifier = code(SupervisionTask, self.numbers.next(SupervisionTask))
            days = map(self.draw.day, (assigned, due, done))
            yield identifier, self.town.code, "县人社局", f"第{number + 1}批问题整改", *days, "杨主任"

    def _quotas(self) -> Iterator[Row]:
        for category, share in (("labor_transfer", 0.05), ("entrepreneurship", 0.01)):
            yield self.year, self.town.code, category, int(self.town.people * share)

    def _classes(self) -> Iterator[Row]:
        for number in range(max(2, self.town.people // 400)):
            started, trade = 20 + self.draw.below(280), texts.TRADES[number % len(texts.TRADES)][1]
            category = ("labor_transfer", "entrepreneurship")[number % 4 == 3]
            days = self.draw.day(started), self.draw.day(started + 15)
            yield *self._new(TrainingClass, self.classes), self.town.code, category, trade, *days, "城步职业中专"

    def _vacancies(self) -> Iterator[Row]:
        for _ in range(max(4, self.town.people // 200)):
            identifier, wage = code(Vacancy, self.numbers.next(Vacancy)), 2500 + 100 * self.draw.below(20)
            title = self.draw.pick(employers.POSTS)
            employer, zone = self.draw.pick(employers.NAMES), self.draw.chance() < 0.4
            published = self.draw.between(0, 300)
            offer = (title, "城步苗族自治县", 1 + self.draw.below(20), wage, wage + 1500, 18, 55)
            yield identifier, self.town.code, employer, zone, *offer, published, None
