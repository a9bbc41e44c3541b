"""A text with dirt that is always found, what it becomes, pieces of hostile texts, and what is in a folder."""

DIRTY = "Harga beras naik.  Pemerintah menunggu."
CLEAN = "Harga beras naik. Pemerintah menunggu."

RUNS = {
    "letters": "a",
    "spaces": " ",
    "tabs": "\t",
    "dots": ".",
    "labels": "a.",
    "long labels": "abc-def.example.",
    "brackets": "[",
    "parentheses": "(",
    "backticks": "`",
    "ampersands": "&amp;",
    "slashes": "/",
    "at signs": "a@",
    "colons": "http://",
    "quotes": "\u201c",
    "pairs": "[](",
    "digits": "1.",
    "hyphens": "a-",
    "line ends": "\n",
    "blank lines": " \n",
    "carriage returns": "\r",
}


def names(folder):
    """The names of all files in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
