"""疑点: what the records themselves say is wrong; see docs/adr/0053-doubts-over-a-snapshot.md.

A rule is one function in the module of that name of its subject, and one table of a file that says its words and its
numbers. It reads a `Snapshot`: the rows of some tables as they were known on a day, all of them or those that touch one
record. So the nightly list, the command, an import's preview and a form ask the same function.
"""

from core.doubts.doubt import DOUBTS, Doubt
from core.doubts.snapshot import Everything, Snapshot, Table

__all__ = ["DOUBTS", "Doubt", "Everything", "Snapshot", "Table"]
