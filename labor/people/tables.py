"""People, and households of a relocation site, as tables."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Value

from core.assessment import term_of
from core.tables import Column, RegisterTable, itself
from labor.employment.labels import job_words
from labor.functions import FullYears
from labor.models import Person
from labor.people.labels import household_words
from labor.people.relocation import with_work, work_of


def gender_and_age(person: Person, on: date) -> str:
    return f"{person.gender} {person.age(on)}岁"


#: Those of one age by name: in the order of their birthdays, each would stand between the days of two others.
BY_AGE = (lambda on: FullYears(F("birth_date"), Value(on)), "name_pinyin")
#: Whose fact a row is; the name leads to the person.
LABORER = Column("person", "劳动力", lambda row, on: row.person, sort=("person__name_pinyin",), kind="lead", links=True)
#: Somebody, in a list of people.
NAME = Column("name", "姓名", itself, sort=("name_pinyin",), kind="lead", links=True)
AGE = Column("age", "性别年龄", gender_and_age, sort=BY_AGE, kind="same-line", of_today=True)
VILLAGE = Column("village", "村", lambda person, on: person.village, sort=("village", "name_pinyin"), kind="same-line")
HOUSEHOLD = Column("household", "户", lambda person, on: household_words(person.household, on), kind="same-line")
GENDER = Column("gender", "性别", lambda person, on: person.gender)
YEARS = Column("years", "年龄", lambda person, on: person.age(on), of_today=True)
WORK = Column("work", "现在的工作", lambda person, on: job_words(person.current_jobs), kind="own-line")
VERIFICATION = Column("verification", lambda on: f"本{term_of(on).length}核实", Person.verification, kind="same-line")
PHONE = Column("phone", "电话", lambda person, on: person.phone, kind="same-line date")


def of_laborer(column: Column) -> Column:
    """What `column` says of a person, said of whose fact a row is."""
    return replace(column, name=f"person__{column.name}", find=lambda row, on: column.find(row.person, on))


def with_work_and_verification(people: Any, on: date) -> Any:
    return people.with_verification(on).with_current_jobs(on)


class PersonTable(RegisterTable):
    """Everybody; on a phone, name, age and household stand in one line."""

    columns = (
        NAME,
        AGE,
        VILLAGE,
        HOUSEHOLD,
        WORK,
        VERIFICATION,
        PHONE,
    )

    def read(self, rows: Any) -> Any:
        return with_work_and_verification(rows.select_related("village", "household"), self.on)


class VillagePersonTable(PersonTable):
    """The people of one village, which goes without saying."""

    columns = tuple(column for column in PersonTable.columns if column.name != "village")


class FoundTable(PersonTable):
    """People found by a number: few, and nothing to sort."""

    columns = tuple(replace(column, sort=()) for column in PersonTable.columns)


class MemberTable(RegisterTable):
    """The members of a household, with their work and whether it is verified."""

    columns = (NAME, AGE, WORK, VERIFICATION)

    def read(self, rows: Any) -> Any:
        return with_work_and_verification(rows, self.on)


class RelocatedTable(RegisterTable):
    """Households of a relocation site with how many of those able to work have work."""

    columns = (
        Column("head", "户主", itself, sort=("code",), kind="lead", links=True),
        Column("work", "就业", lambda household, on: work_of(household)),
    )

    def read(self, rows: Any) -> Any:
        return with_work(rows, self.on)
