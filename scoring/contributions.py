"""What the score contributes to the pages of apps below."""

import scoring.handing.beside
import scoring.panels
