"""What workshops contribute."""

import workshops.checks
import workshops.derived
import workshops.finding
import workshops.panels
