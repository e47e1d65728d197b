"""For gunicorn: serving through this module is production, unless PRODUCTION says otherwise."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
os.environ.setdefault("PRODUCTION", "1")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- imports the views now, and not for the first visitor of each process

from wutuan import checks  # noqa: E402 -- reads models, so only now

checks.enforce()
