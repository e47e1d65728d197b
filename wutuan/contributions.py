"""What the frame of the site contributes."""

import wutuan.finding
