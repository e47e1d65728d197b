import os

from .celery import app as celery_app

__all__ = ["celery_app"]

os.umask(0o077)  # whatever process of the program begins here: what it writes, no other account of the machine reads
