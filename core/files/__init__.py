"""Files that people send or attach: how large, of what kind, and for whose eyes."""
