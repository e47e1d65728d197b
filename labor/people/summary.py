"""What is true of a person now: the top of the person's page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.assessment import term_of
from core.pages.display import Fact
from core.periods import month_and_day
from core.states import State, Tone, of_deadline
from labor.employment.labels import conditions_of
from labor.models import Person


class PersonSummary:
    """A person on a day; `person` was read with its verification, its current jobs and its open cases."""

    def __init__(self, person: Person, on: date) -> None:
        self.person, self.on = person, on

    @property
    def on_register(self) -> bool:
        """Has not left."""
        return self.person.left_on is None or self.person.left_on > self.on

    @property
    def jobs(self) -> list[Any]:
        return [(job, conditions_of(job)) for job in self.person.current_jobs]

    @property
    def states(self) -> list[State]:
        """What is to be done first, then what is in order."""
        found = [*self._register(), *self._cases(), *self._verification(), *self._work()]
        order = list(reversed(Tone))
        return sorted(found, key=lambda state: order.index(state.tone))

    @property
    def facts(self) -> list[Fact]:
        person, household = self.person, self.person.household
        return [
            Fact("村", person.village),
            Fact("农户", household),
            Fact("与户主关系", person.relation_to_head),
            Fact("户类型", household and household.get_kind_display()),
            Fact("监测对象", household and household.is_monitored(self.on) and household.get_monitoring_display()),
            Fact("劳动能力", person.get_capacity_display()),
            Fact("文化程度", person.education),
            Fact("在校生状况", person.schooling),
            Fact("健康状况", person.health),
            Fact("纳入日期", person.joined_on),
        ]

    def _register(self) -> Iterator[State]:
        if not self.on_register:
            yield State(f"{self.person.left_on} 已退出")

    def _work(self) -> Iterator[State]:
        yield State("就业中", Tone.SAFE) if self.person.current_jobs else State("未就业")

    def _verification(self) -> Iterator[State]:
        state, term = self.person.verification(self.on), term_of(self.on)
        if state.tone == Tone.DUE:
            yield State(f"本{term.length}未核实，{month_and_day(term.end)}截止", Tone.DUE)
        elif state.tone == Tone.SAFE:
            yield State(f"本{term.length}已核实", Tone.SAFE)

    def _cases(self) -> Iterator[State]:
        for case in self.person.open_cases:
            yield (
                of_deadline("清零求职登记", case.due_on, None, self.on, forgiven=True)
                if case.willing
                else State("无就业意愿")
            )
