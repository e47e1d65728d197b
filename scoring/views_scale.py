"""就业规模: the number, what it is made of, how it has changed, and the people behind each figure."""

from datetime import date
from typing import Any

from core.views import PartialMixin
from labor.models import Person
from labor.people.tables import FoundTable
from scoring.views import ScopePage
from scoring.workforce import Workforce

PEOPLE_A_PAGE = 50


class WorkforceView(ScopePage):
    """The people in work of a division on a day."""

    template_name = "scoring/workforce.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(workforce=Workforce(self.form.place, self.on), **kwargs)


class WorkforcePeopleView(PartialMixin, ScopePage):
    """The people behind a figure: ?by=region&value=town, or ?by=change&since=2023-04-30&value=lost0."""

    template_name = "scoring/workforce_people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title, keys = self.find(Workforce(self.form.place, self.on), **self.figure)
        people = Person.objects.visible_to(self.request.user).filter(pk__in=keys)
        table = FoundTable(people, self.request, self.on, size=PEOPLE_A_PAGE, empty="没有这样的人。")
        return super().get_context_data(title=title, table=table, **kwargs)

    @property
    def figure(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in ("by", "value", "since")}

    def find(self, workforce: Workforce, by: str, value: str, since: str) -> tuple[str, Any]:
        """What the figure is called, and the keys of its people."""
        if by == "change":
            change = next((each for each in workforce.changes if each.start.isoformat() == since), None)
            reason, keys = change.people(value) if change else ("", frozenset())
            gone = "减少" if value.startswith("lost") else "增加"
            return f"{self._span(change)}{gone}的人：{reason}", keys
        labels = {share.value: share.label for share in workforce.shares_by(by)}
        title = f"已就业的脱贫劳动力：{labels[value]}" if value in labels else "已就业的脱贫劳动力"
        return title, workforce.people_by(by, value)

    def _span(self, change: Any) -> str:
        days: tuple[date, ...] = (change.start, change.end) if change else ()
        return "至".join(day.isoformat() for day in days)
