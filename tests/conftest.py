import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from time_machine import travel

from core import memo, schema

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in often
# pages are tested without collecting static files first
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.WHITENOISE_AUTOREFRESH = True
# a test that wants a worker starts one of its own
settings.CELERY_BROKER_URL, settings.CELERY_BROKER_TRANSPORT_OPTIONS = "memory://", {}

gc.set_threshold(100_000, 50, 100)  # a tenth of the tests' time went into looking for garbage where there is little

# as a new installation gets its tables; tests/core/test_schema.py compares them with those that migrations make
settings.DATABASES["default"]["TEST"]["MIGRATE"] = False


def pytest_collection_modifyitems(items):
    """What runs in a browser comes first: one process has all of it, with one site, and none of it is left for last."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture(autouse=True, scope="session")
def uploads(tmp_path_factory):
    """What tests upload stays out of the project's folder."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("uploads")
    settings.FILE_UPLOAD_TEMP_DIR = settings.MEDIA_ROOT / "incoming"


@pytest.fixture(autouse=True)
def set_up_before(monkeypatch):
    """Tests look at an installation that is in use; those of tests/setup open it again."""
    from setup import opening

    monkeypatch.setattr(opening, "_closed", True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        schema.mark_as_migrated()


@pytest.fixture
def client():
    """A client that looks every page over, whatever the test is about."""
    from tests.policed import PolicedClient

    return PolicedClient()


@pytest.fixture
def small_town(db):
    """A town with one of everything; see fictional/one_of_everything.py."""
    from fictional.one_of_everything import build

    return build()


@pytest.fixture
def signed_in(client, small_town):
    """The client, signed in by name as one of the small town's users; see USERS in fictional/one_of_everything.py."""
    from tests.small_town import add_users

    users = add_users()

    def sign_in(name):
        client.force_login(users[name])
        return client

    return sign_in


@pytest.fixture
def as_committed(monkeypatch):
    """What the test's own transaction has written is remembered as if it were committed; nothing is yet."""
    monkeypatch.setattr(memo, "tables_being_written", frozenset)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def staff(signed_in):
    """The client, signed in as the small town's staff."""
    return signed_in("staff")


@pytest.fixture
def today():
    """It is the day on which tests look at the small town."""
    from fictional.one_of_everything import TODAY

    with travel(TODAY, tick=False):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database, for fixtures of a whole module: what they write is taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def listed_divisions(module_db):
    """The division code list, as `bootstrap` loads it."""
    from core.divisions import load

    load(settings.BASE_DIR / "fixtures" / "divisions")


@pytest.fixture
def divisions(listed_divisions, db):
    """The same for a single test, which may write."""
