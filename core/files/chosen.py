"""Files that are chosen in a form: several at once, each looked at, and kept while another field is put right.

What was good is held in a folder of its own; the page that comes back has a signed ticket for each, which only who sent
the file can use. A day later it is swept. Nothing stands in the database: that takes back what a refused form did.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from core.files import documents
from core.files.uploads import LEFT_FOR, refuse_too_large
from core.models import Document
from core.personal_data.masking import scrub
from core.records import Record

FOLDER = "held"
#: After the field's name: tickets of files that were sent before.
TICKETS = "-held"
MOST = 20


class Chosen(NamedTuple):
    """What was sent of a field: new files, and tickets of those that were sent before."""

    files: Sequence[Any]
    tickets: Sequence[str]


class FilesInput(forms.FileInput):
    """Several files, and below them those that need not be chosen again."""

    allow_multiple_selected = True
    template = "components/files.html"
    field: "FilesField"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        tickets = data.getlist(name + TICKETS) if hasattr(data, "getlist") else []
        return Chosen(files.getlist(name) if hasattr(files, "getlist") else [], tickets)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and name + TICKETS not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        told = {"name": name, "tickets": f"{name}{TICKETS}"}
        attrs = {**self.attrs, **{key: said for key, said in (attrs or {}).items() if key != "required"}}
        return render_to_string(self.template, {**told, "attrs": attrs, "held": list(self.field.held())})


class FilesField(forms.FileField):
    """Files that prove something; `user` sends them, and `record` has none of them yet."""

    widget = FilesInput
    user: Any = None
    record: Any = None
    default_error_messages = {
        "most": f"一次最多{MOST}个文件，请分几次上传",
        "gone": "先前选的文件已过期，请重新选",
    }

    def __init__(self, *, only: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in only or Document.Format)
        #: The formats that are taken; all unless told.
        self.only = only
        self.good: list[Any] = []

    def __deepcopy__(self, memo: Any) -> "FilesField":
        copied: FilesField = super().__deepcopy__(memo)
        copied.good = []
        return copied

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.widget.field = self
        return super().get_bound_field(form, field_name)

    def clean(self, chosen: Chosen, initial: Any = None) -> list[Any]:
        """The files, if each of them can be taken; what is wrong is said of each by its name."""
        held = [opened(ticket, self.user) for ticket in chosen.tickets]
        sent = [*filter(None, held), *chosen.files]
        if not sent and not held and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST:
            raise ValidationError(self.error_messages["most"], code="most")
        faults = list(self._faults(sent))
        if None in held:
            faults.append(ValidationError(self.error_messages["gone"], code="gone"))
        if faults:
            raise ValidationError(faults)
        return self.good

    def _faults(self, sent: Sequence[Any]) -> Iterator[ValidationError]:
        """What is wrong with each; the others are good."""
        self.good = []
        seen: dict[str, str] = {}
        for file in sent:
            try:
                print_of = self._look_at(file, seen)
            except ValidationError as fault:
                yield ValidationError(f"“{scrub(file.name)}”：{fault.messages[0]}", code=fault.code)
            else:
                seen[print_of] = file.name
                self.good.append(file)

    def _look_at(self, file: Any, seen: dict[str, str]) -> str:
        """The digest of a file that can be taken."""
        if not file.size:
            raise ValidationError("是空文件", code="nothing")
        refuse_too_large(file)
        kind = documents.format_of(file)
        if self.only and kind not in self.only:
            raise ValidationError("只收照片（JPG、PNG）", code="foreign")
        found = documents.digest(file)
        known = Document.objects.of(self.record).filter(sha256=found).first() if self.record else None
        if known:
            raise ValidationError(f"同样的文件已经上传过：{known.name}", code="known")
        if found in seen:
            raise ValidationError("同一个文件选了两次", code="twice")
        return found

    def held(self) -> Iterator[tuple[str, str, int]]:
        """A ticket, the name and the size of each good file of a form that comes back."""
        for file in self.good:
            yield hold(file, self.user), scrub(file.name), file.size
            file.close()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data.files or data.tickets)


def hold(file: Any, user: Any) -> str:
    """Keep an upload for its form to be sent again; the ticket that opens it."""
    stored = getattr(file, "held_as", "") or uuid4().hex
    if not getattr(file, "held_as", ""):
        file.seek(0)
        default_storage.save(f"{FOLDER}/{stored}", file)
    return signing.dumps([user.pk, stored, scrub(file.name), file.size], salt=FOLDER)


def opened(ticket: str, user: Any) -> Any:
    """The file of a ticket; None where it is not this user's, or gone."""
    try:
        owner, stored, name, size = signing.loads(ticket, salt=FOLDER, max_age=LEFT_FOR)
        if owner != user.pk:
            return None
        file: Any = UploadedFile(default_storage.open(f"{FOLDER}/{stored}"), name=name, size=size)
    except (signing.BadSignature, OSError):
        return None
    file.held_as = stored
    return file


def attach_all(files: Sequence[Any], *, record: Record, proves: str, by: Any) -> None:
    """Keep them with `record`, in the transaction of whoever calls; what was held is held no longer."""
    for file in files:
        documents.attach(record=record, file=file, proves=proves, by=by)
        file.close()
        if stored := getattr(file, "held_as", ""):
            transaction.on_commit(partial(default_storage.delete, f"{FOLDER}/{stored}"), robust=True)


def sweep() -> int:
    """Delete what waited for a day; returns how many files."""
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    before = timezone.now() - LEFT_FOR
    old = [name for name in names if default_storage.get_modified_time(f"{FOLDER}/{name}") < before]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)
