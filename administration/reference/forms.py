from django import forms

from administration.reference.models import ReferenceChange
from core.files.pasting import FileOrPasteForm
from core.files.uploads import refuse_too_large
from core.forms import TokenForm


class ReferenceFileForm(FileOrPasteForm, TokenForm):
    """A list, and which."""

    topic = forms.ChoiceField(label="资料", choices=ReferenceChange.Topic.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="名单文件",
        required=False,
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control"}),
        help_text="Excel 工作簿（.xlsx）或 CSV，第一行是列名",
        error_messages={"empty": "这个文件是空的，请重新选择"},
    )
    field_order = ("token", "topic", "file", "pasted")
