"""Fields of models for personal data: text that prints masked, names of people, and files."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.personal_data.masking import Sensitive
from core.personal_data.names import tidy


class WrappingAttribute(DeferredAttribute):
    """Wraps on assignment, so that an instance never holds the bare string."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class PrivateInput(forms.TextInput):
    """Its text is not kept in a draft."""

    is_private = True


class PrivateText(forms.Textarea):
    """The same for several lines."""

    is_private = True


class SensitiveFormField(forms.CharField):
    """Shows the masked text; the masked text handed back is no change."""

    widget = PrivateInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(str(initial or ""), data)


def refuse_masked(text: str) -> None:
    """Masked text, copied from a page or an export, must not replace the real one."""
    if "*" in text:
        raise ValidationError("请填写完整内容，不要填写打了星号的内容", code="masked")


class SensitiveCharField(models.CharField):
    """Text whose values are `Sensitive`; `mask` names an entry of MASKS."""

    descriptor_class = WrappingAttribute
    default_validators = [refuse_masked]

    def __init__(self, *args: Any, mask: str, **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mask": self.mask}

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Sensitive) or hasattr(value, "resolve_expression"):
            return value
        return Sensitive(str(value), self.mask)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Sensitive(value, self.mask)

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return getattr(value, "plain", value)

    def run_validators(self, value: Any) -> None:
        super().run_validators(getattr(value, "plain", value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": SensitiveFormField, **kwargs})

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A form that hands back the masked text means: unchanged."""
        if str(data) != str(getattr(instance, self.attname)):
            super().save_form_data(instance, data)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class NameField(models.CharField):
    """The name of a person, tidy however it comes in: by a form, an import, a look-up."""

    def deconstruct(self) -> Any:
        """To the database it is text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class PrivateFileField(models.FileField):
    """A file kept in the folder `upload_to` under a name that nobody can guess, and that tells nothing of its own."""

    def __init__(self, *args: Any, suffix: str = "", **kwargs: Any) -> None:
        self.suffix = suffix
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """To the database it is a file like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def generate_filename(self, instance: models.Model | None, filename: Any) -> str:
        return f"{self.upload_to}/{uuid4().hex}{self.suffix}"
