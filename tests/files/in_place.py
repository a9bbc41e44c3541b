"""What the tests of writing in place share: the text, how it is cleaned, and who may mount."""

import os
import shutil
import subprocess

import pytest
from samples import names

from cleanpress.errors import FileError
from cleanpress.files.source import encode_text, read_source
from cleanpress.files.writing import replace_file

OLD = "Harga  naik.\nPemerintah  menunggu.\n" * 9
NEW = OLD.replace("  ", " ")
NOBODY = 65534

FIX = """
import sys
from cleanpress.errors import FileError
from cleanpress.files.source import encode_text, read_source
from cleanpress.files.writing import replace_file
try:
    for name in sys.argv[1:]:
        source = read_source(name)
        replace_file(source, encode_text(source, source.text.replace("  ", " ")))
except FileError as error:
    sys.exit(str(error))
"""

AS_NOBODY = """
import codecs, encodings.idna, fcntl, os, signal, sys
import cleanpress.files.writing  # before the rights to read it are given up
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
"""

as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the rights of root")


def in_a_namespace(command):
    """Run a shell command where it may mount; None where the system does not let us."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        return None
    return subprocess.run(["unshare", "-m", "sh", "-ec", command], capture_output=True, text=True, check=False)


needs_mounts = pytest.mark.skipif(in_a_namespace("true") is None, reason="the system allows no mounts here")


def fix(path, **options):
    source = read_source(path)
    replace_file(source, encode_text(source, source.text.replace("  ", " ")), **options)


def refused(path, words, **options):
    with pytest.raises(FileError, match=words) as caught:
        fix(path, **options)
    assert str(caught.value).startswith(f"{path}: ")
    return caught.value.trouble


def untouched(path):
    assert path.read_text() == OLD
    assert names(path.parent) == [path.name]
