"""What the score stores: rubrics written in the browser, when a town began with the program, what was found before, and
what of 待办 was handed over.

Scores are never stored.
"""

from scoring.beginning.models import OfficialFigure, TownStart
from scoring.editions.models import RubricEdition
from scoring.handing.models import GroupHandover

__all__ = ["GroupHandover", "OfficialFigure", "RubricEdition", "TownStart"]
