"""Tests that would find the same on any database: the half of a run that is on SQLite has them, which is enough.

What no database has a part in, and long walks over pages whose queries other tests ask of both.
"""

import pytest
from django.db import connection

once = pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on every database")
