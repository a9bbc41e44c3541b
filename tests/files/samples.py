"""A text with dirt that is always found, and what it becomes."""

DIRTY = "Harga beras naik.  Pemerintah menunggu."
CLEAN = "Harga beras naik. Pemerintah menunggu."
