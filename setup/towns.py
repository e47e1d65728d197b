"""Looking for a town in the code list, by its name, its county's name or the code."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from core.models import Division
from core.wall import everywhere

MOST = 30


@everywhere("the code list is public")
def found_towns(text: str) -> list[Division]:
    """Towns that `text` may mean, the nearest names first; without a text those of the proposed town's county."""
    words = text.split()
    towns = Division.objects.towns().select_related("parent__parent__parent").order_by("code")
    if not words:
        return list(_proposed(towns))
    for word in words:
        above = Q(parent__name__contains=word) | Q(parent__parent__name__contains=word)
        towns = towns.filter(Q(name__contains=word) | Q(code__startswith=word) | above)
    return sorted(towns[:MOST], key=lambda town: (words[-1] not in town.name, town.pk))


def _proposed(towns: Any) -> Any:
    """The town that the settings name comes first, then its neighbours."""
    home = settings.HOME_TOWN
    return sorted(towns.filter(parent=home[: Division.Level.COUNTY]), key=lambda town: (town.pk != home, town.pk))


@everywhere("the code list is public")
def counties_without_towns(text: str) -> list[Division]:
    """Counties of that name whose towns nobody has listed yet."""
    if not text.strip():
        return []
    listed = Exists(Division.objects.filter(parent=OuterRef("pk")))
    counties = Division.objects.filter(~listed, level=Division.Level.COUNTY, name__contains=text.split()[0])
    return list(counties.select_related("parent__parent").order_by("code")[:MOST])


def path_of(division: Division) -> str:
    """Where it lies: 湖南省邵阳市城步苗族自治县."""
    names, above = [], division.parent
    while above:
        names.append(above.name)
        above = above.parent
    return "".join(reversed(names))
