"""疑点: what the records themselves say is wrong; see docs/doubts.md.

A rule is one function in the `doubts.py` of its subject and one table of `fixtures/doubts.toml`. It reads `Facts`: the
rows of some tables as they were known on a day, all of them or those that touch one record. So the nightly list, the
command, an import's preview and a form ask the same function.
"""

from core.doubts.facts import Facts, Scope, Table
from core.doubts.rules import DOUBTS, Hit

__all__ = ["DOUBTS", "Facts", "Hit", "Scope", "Table"]
