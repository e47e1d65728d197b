"""整改: what was wrong is said, and a photo may show that it is put right."""

from typing import Any

from django.db import transaction

from core.files.chosen import FilesField, attach_all
from core.files.documents import Format
from core.forms import RecordForm

PHOTO = "整改照片"


class RectifyForm(RecordForm):
    """The day on which it was put right; what was wrong, if the record does not say it yet; photos, as evidence.

    Asked once of many it begins blank: what was wrong with one is not what was wrong with the others.
    """

    photos = FilesField(
        label=PHOTO,
        required=False,
        only=(Format.JPEG, Format.PNG),
        help_text="可以拍几张，作为佐证材料留在这条记录上",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        problem: Any = self.fields["problem"]
        problem.label, problem.required = "整改的问题", not self.instance.problem
        problem.help_text = "写明原来错在哪里；已经写过的不用重写"
        if self.is_as_stored:
            self.initial["problem"], problem.help_text = "", "还没有写过问题的都写成这一句；已经写过的不变"
        if "photos" in self.fields:
            self.fields["photos"].record = self.instance if self.instance.pk else None  # type: ignore[attr-defined]
        self.order_fields(["problem", "rectified_on", "photos"])

    def clean_problem(self) -> str:
        asked, own = self.cleaned_data["problem"], self.instance.problem
        return str((own or asked) if self.is_as_stored else (asked or own))

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        record = super().save(commit)
        attach_all(self.cleaned_data.get("photos") or (), record=record, proves=PHOTO, by=self.user)
        return record
