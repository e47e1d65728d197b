"""What a record is called on a page: names of people are unmasked only for those who may see them."""

from typing import Any

from django import template

from core.personal_data.names import display_name, user_label

register = template.Library()


@register.filter(name="display_name")
def display_name_for(record: Any, user: Any) -> str:
    """{{ person|display_name:user }}: 曾小军, or 曾** for leaders."""
    return display_name(record, user)


@register.filter(name="user_label")
def user_label_for(user: Any) -> str:
    """{{ document.uploaded_by|user_label }}: the name of an account, not what it signs in with."""
    return user_label(user)
