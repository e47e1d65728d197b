"""What a record is called on a page: names of people are unmasked only for those who may see them."""

from typing import Any

from django import template

from core.personal_data.names import called

register = template.Library()


@register.filter(name="called")
def called_for(record: Any, user: Any) -> str:
    """{{ person|called:user }}: 曾小军, or 曾** for leaders."""
    return called(record, user)
