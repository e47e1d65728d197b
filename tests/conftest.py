from pathlib import Path

import pytest
from django.conf import settings

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def divisions(db):
    """The division code list, as `bootstrap` loads it."""
    from core.divisions import load

    load(settings.BASE_DIR / "fixtures" / "divisions")
