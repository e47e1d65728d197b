"""The list of people as a table."""

from core.tables import Column, ListTable, RegisterTable, itself
from labor.models import Person
from labor.words import household_words, job_words


class PersonTable(RegisterTable):
    columns = (
        Column("name", "姓名", itself, sort=("name_pinyin",), kind="lead", links=True),
        Column("age", "性别年龄", lambda person, on: f"{person.gender} {person.age(on)}岁", sort=("-birth_date",)),
        Column("village", "村", lambda person, on: person.village, sort=("village", "name_pinyin")),
        Column("household", "户", lambda person, on: household_words(person.household, on)),
        Column("work", "现在的工作", lambda person, on: job_words(person.current_jobs)),
        Column("verification", "本半年核实", Person.verification),
        Column("phone", "电话", lambda person, on: person.phone, kind="number"),
    )


class FoundTable(ListTable):
    """People found by a number: few, and nothing to sort."""

    columns = PersonTable.columns
