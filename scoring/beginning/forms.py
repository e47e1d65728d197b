"""What is asked about a town's start day, and about the official figures of what had ended before it."""

from datetime import date
from typing import Any

from django import forms

from core.forms import TownForm
from core.periods import year_end
from scoring.beginning.models import TownStart
from scoring.catalogue import rubric_for
from scoring.duties import EVERYWHERE
from scoring.tallies import Scope
from scoring.years import SubItem

#: A day before is a slip of the pen: nobody worked with the program then.
EARLIEST = date(2020, 1, 1)


class StartForm(TownForm):
    """The start day of a town. It may lie ahead, and before the year, where it changes nothing."""

    def clean_started_on(self) -> date:
        day: date = self.cleaned_data["started_on"]
        if not EARLIEST <= day <= year_end(self.on.replace(year=self.on.year + 1)):
            raise forms.ValidationError(f"启用日应在{EARLIEST.year}年到{self.on.year + 1}年之间")
        return day


class FigureForm(TownForm):
    """An official figure: of a sub-item that can have a part before the start day, of a town that has such a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", self.on.year)
        year = self.instance.year or self.on.year
        titles = [(each.rule.name, f"{each.code} {each.title}") for each in ending(year)]
        options = [("", "请选择"), *titles]
        self.fields["rule"] = forms.ChoiceField(label="考核内容", choices=options, help_text="启用前有到期内容的各目")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"year", "rule"} <= cleaned.keys():
            self._fit_rubric(cleaned["year"], cleaned["rule"])
        if {"year", "town"} <= cleaned.keys():
            self._fit_start(cleaned["year"], cleaned["town"])
        return cleaned

    def _fit_rubric(self, year: int, rule: str) -> None:
        """The year scores it, and a document cannot take more than there is."""
        found = next((each for each in ending(year) if each.rule.name == rule), None)
        if found is None:
            self.add_error("rule", f"{year}年的细则没有这一目")
        elif self.cleaned_data.get("deducted", 0) > found.rule.max:
            self.add_error("deducted", f"这一目满分{found.rule.max}分，扣分不能更多")

    def _fit_start(self, year: int, town: Any) -> None:
        if not TownStart.objects.visible_to(self.user).during(year).filter(town=town).exists():
            self.add_error("year", f"{town}没有设{year}年里的启用日，这一年没有“启用前”；请先设启用日")


def ending(year: int) -> list[SubItem]:
    """The sub-items of a year of which a part may have ended before a town began with the program."""
    scope = Scope(EVERYWHERE, date(year, 12, 31))
    return [each for each in rubric_for(year).sub_items if any(x.start for x in each.rule.tallies(scope).values())]
