"""An official list beside the ledger on pages: what both tell otherwise, and what is decided about each line."""
