"""What the score contributes to the pages of apps below."""

import scoring.panels
