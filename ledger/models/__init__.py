from ledger.models.imports import (
    FOLDER,
    IMPORT_REASON,
    KEPT_FOR,
    UNDO_REASON,
    ImportBatch,
    ImportJob,
    MarkedCopy,
    Outlook,
)
from ledger.models.told import RefusedCell, StoredEffect
from ledger.rosters.models import RosterColumn, RosterReading, RosterShape

__all__ = [
    "FOLDER",
    "IMPORT_REASON",
    "KEPT_FOR",
    "UNDO_REASON",
    "ImportBatch",
    "ImportJob",
    "MarkedCopy",
    "Outlook",
    "RefusedCell",
    "RosterColumn",
    "RosterReading",
    "RosterShape",
    "StoredEffect",
]
