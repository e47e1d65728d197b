"""For gunicorn: serving through this module is production, unless PRODUCTION says otherwise."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
os.environ.setdefault("PRODUCTION", "1")

application = get_wsgi_application()

if settings.PRODUCTION:
    from wutuan import checks  # reads models, so only now

    checks.enforce()
