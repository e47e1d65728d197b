"""What is sent when a filled list is taken back."""

from django import forms

from core.files.pasting import FileOrPasteForm
from core.files.uploads import refuse_too_large
from core.forms import TokenForm
from foreign.package import foreign_kind
from ledger.forms import refuse_foreign_kind


class ReturnedListForm(FileOrPasteForm, TokenForm):
    """The filled list, and whether what is odd in it was looked at once more."""

    file = forms.FileField(
        label="填好的待核实名单",
        required=False,
        error_messages={"empty": foreign_kind(b"")},
        validators=[refuse_too_large, refuse_foreign_kind],
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "form-control"}),
    )
    confirmed = forms.BooleanField(label="再看过了，照样登记", required=False)
