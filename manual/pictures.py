"""Pictures of the demo town, which the browser tests make (`make manual`): a page without them shows well."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse


def picture_folder() -> Path:
    return Path(settings.VAR_DIR) / "manual"


def picture_address(source: str) -> str:
    """Where a picture that a page names is fetched; blank where it was not made."""
    name = source.rpartition("/")[2]
    return reverse("manual:picture", args=[name]) if (picture_folder() / name).is_file() else ""
