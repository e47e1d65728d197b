"""What the manual contributes."""

import manual.finding
