from ledger.comparisons.models import ComparedLine, KeptDifference
from ledger.models.cells import RefusedCell, StoredEffect
from ledger.models.imports import (
    COMPARED_FOR,
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
    "COMPARED_FOR",
    "FOLDER",
    "IMPORT_REASON",
    "KEPT_FOR",
    "UNDO_REASON",
    "ComparedLine",
    "ImportBatch",
    "ImportJob",
    "KeptDifference",
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
