"""Divisions of the code list, the villages that take part, and relocation sites."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from core.compiled import CompiledQuery, QueryParameter
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.scoping import ScopedQuerySet, inside
from core.states import State, Tone

#: So many names are asked for in one statement.
WORDS = 5_000
#: Up to so many are asked for by a query that is put together once.
FEW_WORDS = 20


class DivisionQuerySet(ScopedQuerySet):
    def towns(self) -> "DivisionQuerySet":
        return self.filter(level=Division.Level.TOWN)

    def taking_part(self) -> "DivisionQuerySet":
        """Divisions in which a village is registered."""
        return self.filter(Exists(Village.objects.filter(code__startswith=OuterRef("code"))))

    def told_by(self, words: Collection[str]) -> dict[str, str | None]:
        """For each name or code, the code of the division that it tells; None where it tells none or several."""
        return {word: codes[0] if len(codes) == 1 else None for word, codes in self.all_told_by(words).items()}

    def all_told_by(self, words: Collection[str]) -> dict[str, tuple[str, ...]]:
        """For each name or code, the codes of all divisions that have it, a code's own alone."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, name in self._told_by(list(words)):
            found[name].append(code)
            found[code] = [code]
        return {word: tuple(found[word]) for word in words}

    def _told_by(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Codes and names of the divisions that have one of the words, in the order of codes."""
        if 0 < len(words) <= FEW_WORDS:  # as whenever a record is entered; the last word stands in the places left over
            asked = {str(place): words[min(place, len(words) - 1)] for place in range(FEW_WORDS)}
            yield from _of_few_words(connection.vendor).rows(**asked)
            return
        known = self.everywhere("the code list is public")
        for first in range(0, len(words), WORDS):
            some = words[first : first + WORDS]
            rows = known.filter(Q(code__in=some) | Q(name__in=some)).order_by("code")
            yield from rows.values_list("code", "name").iterator()

    def below(self, code: str) -> "DivisionQuerySet":
        """Every division inside `code`, itself included."""
        return self.filter(inside("code", code))


@lru_cache
def _of_few_words(_vendor: str) -> CompiledQuery:
    """Codes and names of the divisions that have one of the words, in the SQL of a kind of database."""
    words = [QueryParameter(str(place)) for place in range(FEW_WORDS)]
    known = Division.objects.everywhere("the code list is public").filter(Q(code__in=words) | Q(name__in=words))
    return CompiledQuery.of(known.order_by("code").values_list("code", "name"))


class Division(models.Model):
    """An administrative division of the statistical code list; reference data, not edited here."""

    class Level(models.IntegerChoices):
        PROVINCE = 2, "省"
        CITY = 4, "市州"
        COUNTY = 6, "县市区"
        TOWN = 9, "乡镇"
        VILLAGE = 12, "村社区"

    division_path = "code"

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=50, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    level = models.PositiveSmallIntegerField("级别", choices=Level.choices)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = verbose_name
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> "Division":
        """What its pages are named after: a village's town, or any other division itself."""
        return self.parent if self.parent and self.level == self.Level.VILLAGE else self


class Village(Record):
    """A 村社区 that takes part: registered by a row of the ledger, named by its 12-digit code."""

    division_path = "code"

    code = models.CharField("村代码", max_length=12, primary_key=True)
    name = models.CharField("村名称", max_length=50)
    platform_required = models.BooleanField("是否应建平台", default=True)
    stopped_on = models.DateField("停用日期", null=True, blank=True, help_text="并入别村或撤销的日期")

    objects: ClassVar = live_manager(ScopedQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "村社区"
        verbose_name_plural = verbose_name
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def requires_platform(self, on: date) -> bool:
        """A platform is asked of it, and it is neither merged nor dissolved on the day `on`."""
        return self.platform_required and not (self.stopped_on and self.stopped_on <= on)

    @property
    def town_code(self) -> str:
        return self.code[: Division.Level.TOWN]


class RelocationSiteQuerySet(ScopedQuerySet):
    def in_use(self, on: Any) -> "RelocationSiteQuerySet":
        return self.filter(opened_on__lte=on)

    def without_window(self, on: Any) -> "RelocationSiteQuerySet":
        return self.filter(not_yet("window_opened_on", on))


class RelocationSite(Record):
    """易地扶贫搬迁安置点. `population` is the official number of relocated people, as it stands today."""

    code = models.CharField("安置点编号", max_length=40, unique=True)
    name = models.CharField("安置点名称", max_length=100)
    village = models.ForeignKey(Village, models.PROTECT, related_name="sites", verbose_name="村社区")
    population = models.PositiveIntegerField("安置人数")
    opened_on = models.DateField("启用日期")
    window_opened_on = models.DateField("服务窗口设立日期", null=True, blank=True)

    objects: ClassVar = live_manager(RelocationSiteQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "易地搬迁安置点"
        verbose_name_plural = verbose_name
        ordering = ("code",)

    @property
    def summary(self) -> str:
        return f"安置 {self.population} 人"

    def state(self, on: date) -> State:
        """Whether it has a service window on the day `on`."""
        if self.window_opened_on and self.window_opened_on <= on:
            return State("已设服务窗口", Tone.SAFE)
        return State("未设服务窗口", Tone.DUE)

    def __str__(self) -> str:
        return self.name
