"""Tests of what no database has a part in: the half of a run that is on SQLite has them, which is enough."""

import pytest
from django.db import connection

once = pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on every database")
