"""``cleanpress rules`` lists and explains."""

from cleanpress.filters import BUILTIN

RULES = [rule for filter_class in BUILTIN.values() for rule in filter_class.rules()]


def test_every_rule_is_listed_with_its_summary(cleanpress):
    done = cleanpress("rules")
    assert (done.returncode, done.stderr) == (0, b"")
    listed = dict(line.split(maxsplit=1) for line in done.stdout.decode().splitlines())
    assert listed == {rule.id: " ".join(rule.summary.split()) for rule in RULES}


def test_one_rule_is_explained(cleanpress):
    rule = next(rule for rule in RULES if rule.id == "whitespace/space-run")
    shown = cleanpress("rules", rule.id).stdout.decode()
    assert shown.startswith(f"{rule.id}: {rule.summary}\n\n")
    assert " ".join(rule.explanation.split()) in " ".join(shown.split())


def test_a_filter_or_family_lists_what_is_below(cleanpress):
    for prefix in ("links", "artifacts/"):
        below = [rule.id for rule in RULES if rule.id.startswith(prefix.rstrip("/") + "/")]
        listed = [line.split()[0] for line in cleanpress("rules", prefix).stdout.decode().splitlines()]
        assert listed == below != []


def test_every_rule_can_be_explained():
    from cleanpress.cli.rules import listing

    for rule in RULES:
        assert listing(rule.id).startswith(f"{rule.id}: ")


def test_a_file_called_rules_is_reached_by_its_path(cleanpress, tmp_path):
    (tmp_path / "rules").write_bytes(b"a  b\n")
    assert cleanpress("./rules").stdout == b"a b\n"
    assert cleanpress("--", "rules").stdout == b"a b\n"
