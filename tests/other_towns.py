"""What tells one town's things from another's, and which of it an answer says to somebody of neither."""

import json
import re
from functools import cache
from html import unescape
from io import BytesIO
from urllib.parse import unquote_plus
from uuid import UUID
from zipfile import ZipFile, is_zipfile

from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField, UUIDField
from django.db.models.signals import post_save
from django.dispatch import receiver

from core.models import Division
from labor.sampling.drawing import METHOD

TOWN_CODE = 9
#: Texts that tell no town: codes of the rubric, of choices and of files, what the program itself says, initials.
NOT_TELLING = {
    "division_code", "sub_item", "rule", "task_kind", "message", "step", "digest", "file_name", "name_initials",
    "was_text", "sheet", "column",
}  # fmt: skip
#: Reminders and rules are words of the program around words of the town; the list of divisions is everybody's.
NOT_OF_A_TOWN = {"core.Division", "reminders.Reminder", "reminders.ReminderRule", "reminders.Delivery"}
#: A plan is called what plans are called; where people go is the program's own example.
EVERYBODYS = {"行动方案", "东莞市", "广东省东莞市", METHOD}
#: The examples in the empty workbook are the same for everybody.
EXAMPLES = {"ledger:template": {"430529104"}}
#: Codes stand alone; among the letters of a token they are chance.
ALONE = r"(?<![A-Za-z0-9])(?:{})(?![A-Za-z0-9])"


class OtherTowns:
    """The words of all towns, read again after a record of a town was saved."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Rows were written, perhaps without being saved one by one."""
        self._read_at, self._words = None, {}

    def told(self, text, codes, known=""):
        """The words of towns without any of the divisions `codes` that `text` says, and `known` does not."""
        own, others = set(), set()
        for town, words in self._by_town().items():
            (own if any(town.startswith(code[:TOWN_CODE]) for code in codes) else others).update(words)
        return {word for word in found_in(text, others - own) if word not in known}

    def _by_town(self):
        if self._read_at != Saved.times:
            self._read_at, self._words = Saved.times, read_words()
        return self._words


class Saved:
    """How often a record of a town was saved."""

    times = 0


@receiver(post_save)
def _saved(sender, **_):
    Saved.times += hasattr(sender, "division_path")


def read_words():
    """The codes, names, numbers and texts of each town's records, voided or not; nobody counts these queries."""
    found, names = {}, set()
    if connection.connection:
        names = {name for (name,) in rows_of(names_of_towns())}
        for sql in queries():
            for code, *texts in rows_of(sql):
                if len(code or "") >= TOWN_CODE:
                    found.setdefault(code[:TOWN_CODE], {code[:TOWN_CODE]}).update(map(written, filter(None, texts)))
    return {town: set(filter(is_long, words - names - EVERYBODYS)) for town, words in found.items()}


def rows_of(sql):
    """What a query finds, asked past Django, which counts and guards what it is asked."""
    cursor = connection.connection.cursor()
    cursor.execute(sql)
    return cursor.fetchall()


def is_long(word):
    """A shorter word stands in many others."""
    return len(word) > 2


@cache
def names_of_towns():
    """The list of divisions is everybody's: where somebody works may be called after another town."""
    level = int(Division.Level.TOWN)
    return str(Division._base_manager.order_by().filter(level=level).values_list("name").query)


@cache
def queries():
    """For each model whose records are a town's: the code of the division, and what tells them."""
    models = [model for model in apps.get_models() if hasattr(model, "division_path")]
    return [
        str(getattr(model, "with_voided", model.objects).order_by().values_list(model.division_path, *fields).query)
        for model in models
        if model._meta.label not in NOT_OF_A_TOWN and (fields := telling(model))
    ]


def telling(model):
    """The fields by which a record could be known."""
    texts = [each for each in model._meta.concrete_fields if isinstance(each, CharField | TextField | UUIDField)]
    return [each.name for each in texts if not each.choices and each.name not in NOT_TELLING]


def written(value):
    """As pages write it: SQLite keeps a UUID without its dashes."""
    text = str(value)
    return str(UUID(text)) if re.fullmatch("[0-9a-f]{32}", text) else text


def found_in(text, words):
    there = {word for word in words if word in text}
    return {word for word in there if not word.isascii() or re.search(ALONE.format(re.escape(word)), text)}


def text_of(response):
    """What an answer says, whatever it is made of; a file that is sent bit by bit can be read again."""
    if response.streaming:
        body = b"".join(response.streaming_content)
        response.streaming_content = [body]
    else:
        body = response.content
    headers = unquote_plus(" ".join(response.headers.values()))
    return f"{headers}\n{said_in(body, response.headers.get('Content-Type', ''))}"


def said_in(body, kind=""):
    """The text of a page, of JSON, of a workbook with all its sheets, or of an archive."""
    if body[:2] == b"PK" and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            return "\n".join(said_in(archive.read(name)) for name in archive.namelist())
    text = body.decode(errors="replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind else unescape(text)


def said_by(request):
    """What somebody who asks says: the address, and what was typed."""
    fields = [*request.GET.values(), *request.POST.values()]
    uploads = [said_in(file.read()) for file in request.FILES.values() if not file.closed]
    return "\n".join([unquote_plus(request.get_full_path()), *map(str, fields), *uploads])
