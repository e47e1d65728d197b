"""Whom a password, or a session that one opened, lets in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone


class AccountBackend(ModelBackend):
    """Django's, asked at every request; an account that ends on a day lets nobody in from that day on."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None: what somebody may do follows from the role alone (accounts/rules.py)."""
        return set()

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not user.has_ended(timezone.localdate())
