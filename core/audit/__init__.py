"""The audit trail, and the history of a record as its page tells it."""

from core.audit.trail import Finding, division_of, record, seal, verify

__all__ = ["Finding", "division_of", "record", "seal", "verify"]
