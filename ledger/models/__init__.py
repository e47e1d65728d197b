from ledger.models.cells import RefusedCell, StoredEffect
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
from ledger.rosters.models import RosterColumn, RosterCorrection, RosterLayout, RosterReading, RosterShape

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
    "RosterCorrection",
    "RosterLayout",
    "RosterReading",
    "RosterShape",
    "StoredEffect",
]
