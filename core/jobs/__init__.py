"""Work that outlives its request, and duties that come round; each says how it went."""
