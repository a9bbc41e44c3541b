"""A text with dirt that is always found, what it becomes, and what is in a folder."""

DIRTY = "Harga beras naik.  Pemerintah menunggu."
CLEAN = "Harga beras naik. Pemerintah menunggu."


def names(folder):
    """The names of all files in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
