"""What the score stores: rubrics written in the browser, when a town began with the program, and what was found before.

Scores are never stored.
"""

from scoring.beginning.models import OfficialFigure, TownStart
from scoring.editions.models import RubricEdition

__all__ = ["OfficialFigure", "RubricEdition", "TownStart"]
