"""A table as a file, or as the range that was copied out of WeChat, WPS or Excel."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from core.fields import PrivateText
from core.files.uploads import refuse_too_large
from foreign.package import foreign_kind

#: What a pasted range is called; no day stands in it.
PASTED = "粘贴的表格"


class PastedFile(ContentFile):
    """A range that was pasted: text with tabs between its cells."""

    def __init__(self, text: str) -> None:
        super().__init__(text.encode(), PASTED)


class FileOrPasteForm(forms.Form):
    """A file or a pasted range: in the end `file` has it."""

    file = forms.FileField(
        label="文件",
        required=False,
        error_messages={"empty": foreign_kind(b"")},
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"class": "form-control"}),
    )
    pasted = forms.CharField(
        label="或者粘贴表格（连同表头一行，从微信、WPS、Excel 里复制）",
        required=False,
        strip=False,
        widget=PrivateText(attrs={"rows": 3, "class": "form-control", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "pasted"):  # one of them, which no mark beside a field can say
            self.fields[name].expected = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or self.cleaned_data
        pasted = sent.get("pasted", "").strip("\r\n")
        if "file" not in self.errors and not sent.get("file"):
            if not pasted.strip():
                self.add_error("file", ValidationError("请先选择要上传的文件", code="nothing"))
            sent["file"] = PastedFile(pasted)
        return sent
