"""What is done and asked in a small town while others do the same; see tests/interleaving.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from django.core.cache.backends.dummy import DummyCache
from django.db import IntegrityError, connection, transaction

from core import history, memo
from core.models import new_generation
from core.records.voiding import revive, void
from fictional.one_of_everything import FAR, NEXT, OWN, add_person, build
from labor.models import (
    Employment,
    Household,
    HouseholdChange,
    JobSeekingCase,
    Person,
    PersonChange,
    SpotCheck,
    Verification,
)
from ledger.importing import import_ledger
from ledger.models import ImportBatch
from ledger.undoing import NotUndoable, undo
from tests.scoring.test_memo import MEMOS
from tests.small_town import add_users

NOTHING = DummyCache("", {})
CHECKS = ["证件号码", "核实日期", "核实方式", "核实结果"]
CHANGES = ["对象编号", "项目", "变更日期", "变更前"]


def forget(what: str) -> None:
    """Leave out of the memo what makes it right: a test that such a test can fail."""
    if what == "locks":
        memo.tables_being_written = frozenset
    else:
        asked = history._latest().replace("SELECT token FROM", "SELECT 1 FROM")
        history._latest = lambda: asked


class Town:
    """A small town with people in two villages, what may happen to them, and what is asked about them."""

    def __init__(self, random: Random, folder: Path) -> None:
        self.random, self.folder = random, folder
        build()
        users = add_users()
        self.staff = users["staff"]
        for order, village in enumerate((OWN, NEXT, OWN, NEXT, FAR)):
            home = Household.objects.create(
                code=f"T{order}", head_name="杨家", village_id=village, kind="out_of_poverty"
            )
            for each in (0, 1):
                add_person(village, 200 + 2 * order + each, "杨待核", household=home)
        self.people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        self.homes = list(Household.objects.order_by("pk").values_list("pk", flat=True))
        self.questions: dict[str, Callable] = {name: partial(ask, self.staff) for name, ask in MEMOS.items()}
        self.backed_up = self._newest()
        self.deeds = [
            self.verify, self.move, self.change, self.change_home, self.find_work, self.seek, self.check,
            self.take_away, self.give_back, self.marry_into,
        ]  # fmt: skip

    def counted(self, name: str) -> Any:
        """The answer with nothing remembered, and nothing kept."""
        kept, memo.cache = memo.cache, NOTHING
        try:
            return self.questions[name]()
        finally:
            memo.cache = kept

    @contextmanager
    def before_keeping(self, happens: Callable) -> Iterator[None]:
        """Something happens between counting and keeping what was counted."""

        class Slow:
            get_many = memo.cache.get_many

            @staticmethod
            def set_many(*arguments: Any) -> None:
                happens()
                kept.set_many(*arguments)

        kept, memo.cache = memo.cache, Slow
        try:
            yield
        finally:
            memo.cache = kept

    # deeds of a transaction

    def day(self) -> date:
        return date(2022, 11, 1) + timedelta(days=self.random.randrange(500))

    def person(self) -> Person:
        return Person.objects.get(pk=self.random.choice(self.people))

    def _add(self, model: Any, **values: Any) -> None:
        """Unless there is such a record."""
        with suppress(IntegrityError), transaction.atomic():
            model.objects.create(**values)

    def verify(self) -> None:
        result = self.random.choice(("unchanged", "unreachable"))
        self._add(Verification, person=self.person(), verified_on=self.day(), method="visit", result=result)

    def move(self) -> None:
        person, village = self.person(), self.random.choice((OWN, NEXT, FAR))
        was = person.village_id
        person.village_id = village
        person.save()
        if self.random.random() < 0.7:
            self._add(PersonChange, person=person, item="village", changed_on=self.day(), was_village_id=was)

    def change(self) -> None:
        was = self.random.choice(("ordinary", "lost"))
        self._add(PersonChange, person=self.person(), item="capacity", changed_on=self.day(), was_text=was)

    def marry_into(self) -> None:
        person = self.person()
        home = self.random.choice(self.homes)
        self._add(
            PersonChange, person=person, item="household", changed_on=self.day(), was_household_id=person.household_id
        )
        person.household_id = home
        person.save()

    def change_home(self) -> None:
        home = Household.objects.get(pk=self.random.choice(self.homes))
        if self.random.random() < 0.5:
            home.kind = self.random.choice(("out_of_poverty", "ordinary"))
            home.save()
        was = self.random.choice(("out_of_poverty", "ordinary"))
        self._add(HouseholdChange, household=home, item="kind", changed_on=self.day(), was_text=was)

    def find_work(self) -> None:
        work = {"employer": "厂", "channel": "county", "workplace": "城步"}
        self._add(Employment, person=self.person(), started_on=self.day(), **work)

    def seek(self) -> None:
        self._add(JobSeekingCase, person=self.person(), registered_on=self.day(), willing=True)

    def check(self) -> None:
        found = {"level": "town", "method": "visit", "result": "untrue"}
        self._add(SpotCheck, person=self.person(), checked_on=self.day(), **found)

    def take_away(self) -> None:
        """Void a verification or a change."""
        model = self.random.choice((Verification, PersonChange, JobSeekingCase))
        if records := list(model.objects.order_by("pk")):
            void(record=self.random.choice(records), reason="误录")

    def give_back(self) -> None:
        model = self.random.choice((Verification, PersonChange))
        if records := list(model.with_voided.filter(voided_at__isnull=False).order_by("pk")):
            revive(record=self.random.choice(records), reason="没有错")

    # deeds that are transactions of their own

    def bring_in(self) -> None:
        """Import a few verifications and a change."""
        people = [self.person() for _ in range(3)]
        rows = {each.id_number.plain: [str(self.day()), "电话", "无变化"] for each in people}
        checks = [[number, *row] for number, row in rows.items()]
        number, was = self.random.choice(list(rows)), self.random.choice(("普通劳动力", "无劳动力"))
        changes = [[number, "劳动能力", str(self.day()), was]]
        path = self.folder / "ledger.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, lines in (("信息核实", [CHECKS, *checks]), ("状态变更", [CHANGES, *changes])):
                page = book.add_worksheet(name)
                for number, line in enumerate(lines):
                    page.write_row(number, 0, line)
        import_ledger(path, partial=True)

    def take_back(self) -> None:
        """Undo an import, where nothing newer stands on it."""
        batches = list(ImportBatch.objects.order_by("pk"))
        if batches:
            with suppress(NotUndoable):
                undo(self.random.choice(batches), user=self.staff)

    def restore(self) -> None:
        """Go back to what was verified at the last backup, and verify others under the newest number."""
        lost = self._newest()[1]
        tables = (Verification, Verification.history.model)
        with transaction.atomic():
            for model, newest in zip(tables, self.backed_up, strict=True):
                rows = model._base_manager.filter(pk__gt=newest)
                rows._raw_delete(rows.db)
                self._begin_after(model, newest)
            new_generation()
        while self._newest()[1] < lost:  # numbers that were rolled back are not given again
            self._begin_after(Verification.history.model, lost - 1)
            self.verify()
        if self.random.random() < 0.3:
            self.backed_up = self._newest()

    def _newest(self) -> list[int]:
        tables = (Verification, Verification.history.model)
        return [model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in tables]

    def _begin_after(self, model: Any, number: int) -> None:
        table, column = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
            else:
                counter = f"pg_get_serial_sequence('{table}', '{column}')"
                cursor.execute(f"SELECT setval({counter}, %s, %s)", [max(number, 1), number > 0])
