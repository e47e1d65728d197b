"""What offers contribute to the pages of records, to 待办, to the doubts, and to what is said after a saving."""

import offers.pieces
import offers.saved
