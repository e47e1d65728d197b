"""Records: what all of them have in common, how they name each other, what they write elsewhere, how one is voided."""

from core.records.record import Record, live_manager

__all__ = ["Record", "live_manager"]
