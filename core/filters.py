"""What the filters of all lists share: they know the day, have defaults, and say which of them are set."""

from datetime import date
from typing import Any, ClassVar, NamedTuple

from django.http import QueryDict
from django_filters import FilterSet

#: The filter that the search box fills; it has no field of its own on the page.
SEARCH = "q"


class Choice(NamedTuple):
    """A filter as a page shows it: (value, label, whether it is chosen) for each of its options."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    errors: list[str]


class RegisterFilter(FilterSet):  # type: ignore[misc]
    """The filters of a list, from its URL; what the URL leaves out is the default."""

    defaults: ClassVar[dict[str, str]] = {}
    main: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None, *, on: date, **options: Any) -> None:
        self.on = on
        given = QueryDict(mutable=True)
        given.update(self.defaults)
        for name, value in (data or QueryDict()).items():
            if value:
                given[name] = str(value)
        super().__init__(given, **options)

    @property
    def main_choices(self) -> list["Choice"]:
        """Those that always show; the others unfold."""
        return [self._choice(name) for name in self.main if name in self.filters]

    @property
    def more_choices(self) -> list["Choice"]:
        return [self._choice(name) for name in self._others]

    @property
    def user(self) -> Any:
        return self.request.user

    @property
    def narrowed(self) -> bool:
        """Some filter is set to something else than it is by default."""
        return any(self._is_set(name) for name in self.filters)

    @property
    def narrowed_more(self) -> bool:
        """Some of the filters that unfold is set."""
        return any(self._is_set(name) for name in self._others)

    @property
    def _others(self) -> list[str]:
        return [name for name in self.filters if name not in self.main and name != SEARCH]

    def _is_set(self, name: str) -> bool:
        return bool(self.data.get(name, "") != self.defaults.get(name, ""))

    def _choice(self, name: str) -> "Choice":
        field, chosen = self.form[name], self.data.get(name, "")
        options = [(str(value), label, str(value) == chosen) for value, label in field.field.choices]
        return Choice(name, field.label, options, field.errors)
