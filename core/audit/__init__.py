"""The audit trail, and the history of a record as its page tells it."""

from core.audit.trail import Finding, division_of, looking, record, seal, verify, write_again

__all__ = ["Finding", "division_of", "looking", "record", "seal", "verify", "write_again"]
