"""Which filters run: settings files, and the command line that wins over them."""


def test_the_nearest_settings_file_above_the_current_folder_counts(cleanpress, tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.cleanpress]\nignore = ['whitespace']\n")
    assert cleanpress(stdin=b"a  b\n").stdout == b"a  b\n"
    (tmp_path / "cleanpress.toml").write_text("select = ['whitespace']\n")
    assert cleanpress(stdin=b"a  b\n").stdout == b"a b\n"


def test_a_named_settings_file_is_the_only_one(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text("ignore = ['whitespace']\n")
    (tmp_path / "other.toml").write_text("select = ['whitespace']\n")
    assert cleanpress("--config", "other.toml", stdin=b"a  b\n").stdout == b"a b\n"


def test_the_command_line_wins_over_the_file(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text("select = ['links']\nignore = ['whitespace']\nmin-confidence = 1.0\n")
    assert cleanpress("--select", "whitespace", stdin=b"a  b\n").stdout == b"a  b\n"
    done = cleanpress("--select", "whitespace", "--ignore", "links", stdin=b"a  b\n")
    assert done.stdout == b"a  b\n"
    done = cleanpress("--select", "whitespace", "--ignore", "links", "--min-confidence", "0.9", stdin=b"a  b\n")
    assert done.stdout == b"a b\n"


def test_select_and_ignore_take_lists_and_may_be_repeated(cleanpress):
    text = "Ã©tÃ©  a\n".encode()
    both = cleanpress("--select", "mojibake", "--select", "whitespace,mojibake", stdin=text)
    assert both.stdout.decode() == "été a\n"
    assert cleanpress("--select=mojibake", stdin=text).stdout.decode() == "été  a\n"
    ignored = cleanpress("--ignore", "whitespace/space-run", "--ignore", "links, mojibake", stdin=text)
    assert ignored.stdout == text


def test_min_confidence_decides_what_is_made(cleanpress):
    text = "Ã©tÃ©  a\n".encode()
    done = cleanpress("--min-confidence", "1", "--select", "mojibake", "--report", stdin=text)
    assert done.stdout == text
    assert b"suspect (kept)" in done.stderr
    assert cleanpress("--min-confidence", "0", "--select", "mojibake", stdin=text).stdout != text


def test_a_mistake_on_the_command_line_is_not_blamed_on_the_file(refused, tmp_path):
    (tmp_path / "cleanpress.toml").write_text("select = ['links']\n")
    message = refused("--ignore", "links/nonsense", stdin=b"x")
    assert "command line" in message
    assert "cleanpress.toml" not in message
