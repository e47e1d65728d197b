"""Who signs in to the small town of fictional.one_of_everything, and what somebody might have typed there."""

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Left

from accounts.models import User
from core.fields import SensitiveCharField
from fictional.places import TOWN
from fictional.profiles import FAR_TOWN, NEXT, OWN

Role = User.Role
#: Who signs in, in what role, for which division.
USERS = {
    "clerk": (Role.CLERK, OWN),
    "neighbour": (Role.CLERK, NEXT),
    "staff": (Role.STAFF, TOWN),
    "leader": (Role.LEADER, TOWN),
    "administrator": (Role.ADMINISTRATOR, TOWN),
    "auditor": (Role.AUDITOR, TOWN),
    "nobody": (Role.STAFF, ""),
}
#: Staff of the next town.
STRANGER = {"stranger": (Role.STAFF, FAR_TOWN)}
#: What somebody might type anywhere: htmx would send it, with the session of whoever opens the page.
TYPED = "<b hx-get=/>"
#: Blank is what most people's say.
MEANT_BLANK = {"schooling", "leaving_reason", "void_reason", "was_text"}
SECRET = {"password"}


def add_users(known=USERS) -> dict[str, User]:
    users = {name: User.objects.create(username=name, role=role) for name, (role, _) in known.items()}
    for name, (_, division) in known.items():
        users[name].divisions.set([division] if division else [])
    return users


def mark_up() -> None:
    """Have every text that somebody could have typed begin with markup, in the history too."""
    for model in apps.get_models():
        if (settings.BASE_DIR / model._meta.app_label).is_dir():
            texts = [field for field in model._meta.concrete_fields if _is_typed(field)]
            marked = {text.name: Left(Concat(Value(TYPED), F(text.name)), text.max_length) for text in texts}
            model._base_manager.update(**marked)


def _is_typed(field) -> bool:
    free = isinstance(field, CharField) and not isinstance(field, SensitiveCharField) and not field.choices
    typed = field.editable and not field.primary_key and field.name not in MEANT_BLANK | SECRET
    return free and typed and (field.max_length or 0) > len(TYPED) + 8
