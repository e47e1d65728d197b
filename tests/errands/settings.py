"""The settings of programs that tests start: our own, with errands and without long waits."""

from wutuan.settings import *  # noqa: F403
from wutuan.settings import INSTALLED_APPS, env

INSTALLED_APPS = [*INSTALLED_APPS, "tests.errands"]
JOB_HEARTBEAT = 0.2
JOB_SILENCE = 2


class NoMigrations:
    """Makes `migrate --run-syncdb` add all tables as they are now, which is faster."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


if env.bool("WITHOUT_MIGRATIONS", default=False):
    MIGRATION_MODULES = NoMigrations()
