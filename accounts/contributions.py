"""What accounts contribute."""

import accounts.leadership.checks
import accounts.leadership.panels
