"""What a score page is asked for: a day and a division."""

from datetime import date
from typing import Any

from django import forms

from core.models import Division, Village
from core.pages.days import DayForm


class ScopeForm(DayForm):
    """The day and the division of a score page; both optional, both kept in the URL."""

    division = forms.ChoiceField(label="区划", required=False)

    def __init__(self, data: Any, *, today: date, user: Any) -> None:
        super().__init__(data, today=today)
        self.divisions = divisions_of(user)
        self.fields["division"].choices = list(self.divisions.items())  # type: ignore[attr-defined]

    @property
    def place(self) -> str:
        """The division asked for, by default the user's own; blank when the user has none."""
        given: str = self.data.get("division", "")
        return given if given in self.divisions else next(iter(self.divisions), "")

    @property
    def query(self) -> str:
        """What links on the page carry on."""
        return f"as_of={self.day.isoformat()}&division={self.place}"


def divisions_of(user: Any) -> dict[str, str]:
    """Towns and villages that the user may ask about, code → name, towns first; a county's user gets its towns."""
    towns = Division.objects.towns().taking_part().visible_to(user)
    villages = Village.objects.visible_to(user)
    return dict([*towns.values_list("code", "name"), *villages.values_list("code", "name")])
