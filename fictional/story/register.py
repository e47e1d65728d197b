"""Draws the register: households of parents, grown children and old people, village by village."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fictional import names, texts
from fictional.identities import DrawnIdentities
from fictional.story import places
from fictional.story.days import Days
from fictional.story.people import Capacity, Home, Kind, Monitoring, Resident

HEALTHY = "健康"
OUT_OF_POVERTY = 0.7
#: What becomes of people who are able: shares of the capacities.
ABLE = ((Capacity.ORDINARY, Capacity.SKILLED, Capacity.WEAK), (80, 13, 7))
ILL = ((Capacity.WEAK, Capacity.LOST, Capacity.ORDINARY), (5, 3, 2))
OLD = ((Capacity.WEAK, Capacity.LOST, Capacity.NONE), (5, 3, 2))


@dataclass
class Register:
    """Draws so many people; `homes` and `people` are what came of it."""

    days: Days
    random: Random
    homes: list[Home] = field(default_factory=list)
    people: list[Resident] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.identities = DrawnIdentities(self.random)

    def draw(self, number: int) -> None:
        for village in places.VILLAGES:
            wanted, homes = number * village.share // 100, 0
            while wanted > 0:
                homes += 1
                home = self._home(village, f"WT{village.code[-3:]}{homes:04}")
                wanted -= len(home.members)

    def outsider(self, joined: date) -> Resident:
        """A workshop worker from the next town, in no household of the register."""
        village, sex = places.NEIGHBOUR, "女" if self.random.random() < 0.8 else "男"
        person = self._person(names.surname(self.random, village.surnames), sex, self.random.randint(28, 54), village)
        person.joined_on, person.capacity = joined, Capacity.ORDINARY
        return person

    # --- households ---

    def _home(self, village: places.VillageOf, code: str) -> Home:
        kind = Kind.OUT_OF_POVERTY if self.random.random() < OUT_OF_POVERTY else Kind.ORDINARY
        home = Home(code, village.code, kind)
        self.homes.append(home)
        self._couple(home, village)
        if kind == Kind.OUT_OF_POVERTY or self.random.random() < 0.06:
            self._children(home, village)
            self._parent(home, village)
        self._monitor(home)
        self._settle(home)
        for member in home.members[1:]:
            if self.random.random() < 0.02:
                self._leave(member)
        return home

    def _couple(self, home: Home, village: places.VillageOf) -> None:
        random, age = self.random, int(self.random.triangular(30, 63, 48))
        sex = "男" if random.random() < 0.88 else "女"
        self._member(home, "户主", names.surname(random, village.surnames), sex, age, village)
        married = 0.85 if home.kind == Kind.OUT_OF_POVERTY else 0.35
        if random.random() < (married if sex == "男" else 0.2):
            spouse = age - random.randint(-1, 4) if sex == "男" else age + random.randint(-1, 4)
            self._member(home, "配偶", names.surname(random), "女" if sex == "男" else "男", spouse, village)

    def _children(self, home: Home, village: places.VillageOf) -> None:
        random, parent = self.random, min(member.age(self.days.today) for member in home.members)
        age = parent - random.randint(21, 29)
        for _ in range(random.choice((1, 2, 2, 2, 3))):
            if 15 <= age <= 38:
                self._child(home, village, age)
            age -= random.randint(2, 5)

    def _child(self, home: Home, village: places.VillageOf, age: int) -> None:
        """A son stays and may bring his wife; a grown daughter has mostly married out."""
        random, family = self.random, self._family_name(home)
        if random.random() < 0.53:
            self._member(home, "之子", family, "男", age, village)
            if age >= 25 and random.random() < 0.35 and not any(m.relation_to_head == "之儿媳" for m in home.members):
                self._member(home, "之儿媳", names.surname(random), "女", age - random.randint(0, 3), village)
        elif age < 25 or random.random() < 0.35:
            self._member(home, "之女", family, "女", age, village)

    def _family_name(self, home: Home) -> str:
        """Children bear the father's surname, where he is of the household."""
        father = next((member for member in home.members[:2] if member.sex == "男"), home.head)
        return father.name[0]

    def _parent(self, home: Home, village: places.VillageOf) -> None:
        age = home.head.age(self.days.today)
        if age <= 45 and self.random.random() < 0.2:
            sex = "女" if self.random.random() < 0.65 else "男"
            mother = names.surname(self.random)
            older = age + self.random.randint(21, 27)
            self._member(home, *(("之母", mother) if sex == "女" else ("之父", home.head.name[0])), sex, older, village)

    def _monitor(self, home: Home) -> None:
        random, poor = self.random, home.kind == Kind.OUT_OF_POVERTY
        if random.random() >= (0.06 if poor else 0.2):
            return
        usual = Monitoring.UNSTABLE if poor else Monitoring.AT_RISK
        home.monitoring = usual if random.random() < 0.75 else Monitoring.SUDDEN_HARDSHIP
        home.identified_on = self.days.office_ago(random.randint(150, 1100))
        if random.random() < 0.35:
            home.risk_removed_on = self.days.office_ago(random.randint(10, 140))

    def _settle(self, home: Home) -> None:
        """Move a household to a relocation site, mostly to its own village's."""
        own = [site for site in places.SITES if site.village == home.village]
        if home.kind == Kind.OUT_OF_POVERTY and self.random.random() < (0.42 if own else 0.09):
            weights = [site.people for site in places.SITES]
            home.site = (own or self.random.choices(places.SITES, weights))[0].code

    # --- people ---

    def _member(self, home: Home, relation: str, surname: str, sex: str, age: int, village: places.VillageOf) -> None:
        person = self._person(surname, sex, age, village)
        person.relation_to_head, person.household = relation, home
        home.members.append(person)

    def _person(self, surname: str, sex: str, age: int, village: places.VillageOf) -> Resident:
        random, days = self.random, self.days
        born = days.ago(int((age + random.random()) * 365.25))
        name = surname + names.given_name(random, sex, born.year)
        joined = days.ago(random.randint(1300, 3400))
        person = Resident(self.identities.number(born, sex), name, sex, born, village.code, joined)
        self._school(person)
        self._condition(person)
        if person.age(days.today) >= 16 and random.random() < 0.95:
            person.phone = self.identities.phone()
        self.people.append(person)
        return person

    def _school(self, person: Resident) -> None:
        """At school or with a finished education, one of the two."""
        random, age = self.random, person.age(self.days.today)
        if age < 16 or (age <= 22 and random.random() < (0.65 if age <= 18 else 0.25)):
            person.schooling = random.choice(texts.SCHOOLING[age])
        else:
            levels, weights = next(rest for latest, *rest in texts.EDUCATION if person.born.year <= latest)
            known = next((number for oldest, number in texts.YOUNGEST if age <= oldest), len(levels))
            person.education = random.choices(levels[:known], weights[:known])[0]

    def _condition(self, person: Resident) -> None:
        random, age = self.random, person.age(self.days.today)
        sick = 0.35 if age >= 60 else 0.02 + max(0, age - 35) * 0.004
        ill = random.random() < sick
        person.health = random.choices(("长期慢性病", "残疾", "患有大病"), (7, 2, 1))[0] if ill else HEALTHY
        if person.schooling:
            person.capacity = Capacity.NONE
        else:
            person.capacity = random.choices(*(OLD if age >= 60 else ILL if ill else ABLE))[0]

    def _leave(self, person: Resident) -> None:
        age = person.age(self.days.today)
        if age >= 50:
            why = "died"
        else:
            why = "married" if person.sex == "女" and person.relation_to_head == "之女" and age >= 20 else "moved"
        person.leaving_reason = texts.LEAVING[why]
        person.left_on = self.days.today - timedelta(days=self.random.randint(15, 650))
