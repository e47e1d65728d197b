"""The settings of programs that tests start: our own, with errands and without long waits."""

from wutuan.settings import *  # noqa: F403
from wutuan.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.errands"]
JOB_HEARTBEAT = 0.2
JOB_SILENCE = 2
