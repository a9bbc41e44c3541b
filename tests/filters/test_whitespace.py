"""White space and invisible characters: what goes, what stays, and that it costs little."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cases
from cleanpress import Change, ConfigError, Document, Pipeline, Whitespace, apply
from cleanpress.edits import Span, resolve
from cleanpress.filters import layout
from cleanpress.filters.invisibles import chain
from growth import assert_growth, seconds

CASES = [case for folder in ("whitespace", "invisibles") for case in cases.read_all() if case.folder == folder]
TO_LF = Whitespace()
KEEPING = Whitespace(line_ends="keep")
both_options = pytest.mark.parametrize("whitespace", [TO_LF, KEEPING], ids=["lf", "keep"])


def made(whitespace: Whitespace, text: str | Document) -> list[Span]:
    """The edits that are made; reports of what stays are left out."""
    document = text if isinstance(text, Document) else Document(text)
    return [span for span in whitespace.scan(document) if span[5] >= 0.9]


def cleaned(text: str, whitespace: Whitespace = TO_LF) -> str:
    return apply(text, made(whitespace, text))


def rules_at(text: str) -> list[str]:
    return [span[3].removeprefix("whitespace/") for span in TO_LF.scan(Document(text))]


def merged(changes) -> list[Change]:
    """Neighbouring deletions as one: a case does not say which rule takes which of them."""
    out: list[Change] = []
    for change in changes:
        if out and out[-1].end == change.start and not out[-1].replacement and not change.replacement:
            out[-1] = Change(out[-1].start, change.end, "")
        else:
            out.append(change)
    return out


ASKED_FOR = {f"whitespace/{name}" for name in ("composed", "khmer-inherent-vowel", "presentation-form", "tatweel")}
"""Rules that act only where the policy asks for it; see test_policy.py."""


class TestCases:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
    def test_are_changed_exactly_where_they_are_marked(self, case):
        changes = resolve(case.source, made(TO_LF, case.document))[1]
        assert merged(changes) == merged(case.changes)

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
    def test_are_clean_when_cleaned(self, case):
        assert made(TO_LF, case.expected) == []

    def test_show_every_rule(self):
        shown = {span[3] for case in CASES for span in TO_LF.scan(case.document)}
        shown.add("whitespace/surrogate")  # TOML cannot hold one; see TestRules
        shown |= ASKED_FOR
        assert shown == {rule.id for rule in Whitespace.rules()}

    def test_mostly_keep(self):
        assert sum(case.keeps for case in CASES) >= len(CASES) / 2

    def test_together_are_what_each_is_alone(self):
        """A long document is looked at in blocks; where they are cut makes no difference."""
        parts = [case.source for case in CASES if case.source.strip() and "```" not in case.source]
        parts = [part.strip() for part in parts if "~~~" not in part and "\u2800" not in part and "<pre" not in part]
        text = "\n\nAnd then the bell rang.\n\n".join(parts * 4)
        assert len(text) > 4 * 8192
        assert cleaned(text) == "\n\nAnd then the bell rang.\n\n".join(map(cleaned, parts * 4))


class TestRules:
    def test_ids_are_sorted_and_unique(self):
        ids = [rule.id for rule in Whitespace.rules()]
        assert ids == sorted(set(ids))
        assert all(rule.id.startswith("whitespace/") for rule in Whitespace.rules())

    def test_explain_themselves(self):
        for rule in Whitespace.rules():
            assert rule.summary
            assert not rule.summary.endswith(".")
            assert rule.explanation.endswith(".")

    @pytest.mark.parametrize(
        ("text", "rules"),
        [
            ("two  spaces", ["space-run"]),
            ("a \nb\n\n\n\nc\n\n", ["line-edge", "blank-lines", "end-of-text"]),
            ("a\r\nb", ["line-end"]),
            ("zero\u200bwidth", ["zero-width"]),
            ("a\u200b\u200d\u2060b", ["mixed-invisibles"]),
            ("\x1b[1mbold\x1b[0m", ["terminal-sequence", "terminal-sequence"]),
            ("x\ud800", ["surrogate"]),
            ("a\u200e b", ["bidi"]),
            ("ab\U000e0041", ["tag"]),
        ],
    )
    def test_name_what_is_wrong(self, text, rules):
        assert rules_at(text) == rules

    def test_halves_of_a_character_are_joined_and_lone_ones_replaced(self):
        assert cleaned("\ud83d\ude00 \ude00\ud83d") == "😀 \ufffd\ufffd"
        assert cleaned("hi\udb40\udc41\ud83c\udff4") == "hi🏴", "a joined pair is judged like the character it is"

    def test_a_tag_run_is_reported_with_its_text(self):
        hidden = "".join(chr(0xE0000 + ord(char)) for char in "ignore 'all'\n")
        (span,) = TO_LF.scan(Document(f"Nice day{hidden}."))
        assert "ignore 'all'" in span[4]
        assert span[4].isprintable()

    def test_a_long_tag_run_is_cut_in_the_report(self):
        (span,) = TO_LF.scan(Document("a" + "\U000e0041" * 5000))
        assert span[:2] == (1, 5001)
        assert len(span[4]) < 300

    def test_a_dropped_rule_leaves_its_place_alone(self):
        pipeline = Pipeline([Whitespace()], ignore=["whitespace/soft-hyphen"])
        assert pipeline.clean("Ver\u00adkehr  ruht\u200b.") == "Ver\u00adkehr ruht."


class TestLineEnds:
    def test_become_line_feeds_in_strings(self):
        assert cleaned("a\r\nb\rc\u2028d\x0be\u2029f\x0cg\r\n") == "a\nb\nc\nd\ne\n\nf\n\ng\n"

    def test_stay_in_files(self):
        text = "a\r\nb\rc\nd\u2028e\x0bf\u2029g\x0ch\x85i\r\n"
        assert made(KEEPING, text) == []

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_that_stay_are_line_ends_all_the_same(self, end):
        text = end.join(["", "one  two ", "", "", "", "-- ", "\u00a0", "three\u200b", "", ""])
        expected = end.join(["one two", "", "-- ", "", "three", ""])
        assert cleaned(text, KEEPING) == expected

    def test_of_an_empty_line_never_merge(self):
        text = "a\r  \nb"
        assert cleaned(text, KEEPING).count("\r") == 1
        assert cleaned(cleaned(text, KEEPING), KEEPING) == cleaned(text, KEEPING)

    def test_other_values_are_refused(self):
        with pytest.raises(ConfigError, match=r"'keeep'.*keep"):
            Whitespace(line_ends="keeep")

    def test_the_number_of_final_ones_is_kept_up_to_one(self):
        assert [cleaned(f"end{breaks}") for breaks in ("", "\n", "\n\n", " \n \n ")] == [
            "end",
            "end\n",
            "end\n",
            "end\n",
        ]


class TestKeeps:
    SCRIPTS = (
        "The ferry leaves at noon, says Ann’s “crew” – or not…",
        "Ο ψαράς γύρισε νωρίς στο λιμάνι· η θάλασσα ήταν ήρεμη.",
        "Рыбак вернулся рано, море было спокойным.",
        "Ձկնորսը վաղ վերադարձավ նավահանգիստ։",
        "მეთევზე ადრე დაბრუნდა ნავსადგურში.",
        "הדייג חזר מוקדם לנמל, והים היה שקט.",
        "عاد الصيّاد باكرًا إلى الميناء، وكان البحر هادئًا.",
        "ماهی‌گیر زود به بندر برگشت؛ دریا آرام بود.",
        "ܨܝܕܐ ܕܢܘܢ̈ܐ ܗܦܟ ܠܠܡܐܢܐ",
        "މަސްވެރިޔާ އެނބުރި އައީ އަވަހަށެވެ.",
        "मछुआरा जल्दी बंदरगाह लौट आया। समुद्र शांत था।",
        "জেলে তাড়াতাড়ি বন্দরে ফিরে এল। সমুদ্র শান্ত ছিল।",
        "ਮਛੇਰਾ ਜਲਦੀ ਬੰਦਰਗਾਹ ਪਰਤ ਆਇਆ।",
        "માછીમાર વહેલો બંદરે પાછો આવ્યો.",
        "மீனவர் சீக்கிரம் துறைமுகம் திரும்பினார்.",
        "జాలరి త్వరగా ఓడరేవుకు తిరిగి వచ్చాడు.",
        "ಮೀನುಗಾರ ಬೇಗ ಬಂದರಿಗೆ ಮರಳಿದ.",
        "മീൻപിടുത്തക്കാരൻ നേരത്തെ തുറമുഖത്ത് മടങ്ങിയെത്തി.",
        "ධීවරයා ඉක්මනින් වරායට ආවේය. ශ්‍රී",
        "ชาวประมงกลับถึงท่าเรือแต่เช้า ทะเลสงบ",
        "ຊາວປະມົງກັບຮອດທ່າເຮືອແຕ່ເຊົ້າ",
        "ཉ་པ་དེ་སྔ་པོར་ལོག་བྱུང་།",
        "တံငါသည် ဆိပ်ကမ်းသို့ စောစောပြန်လာသည်။",
        "អ្នកនេសាទ​ត្រឡប់​មក​កំពង់ផែ​វិញ​ពី​ព្រលឹម។",
        "ዓሣ አጥማጁ ቀደም ብሎ ወደ ወደቡ ተመለሰ።",
        "ᎠᏍᎦᏯ ᎤᏩᎯᏍᏗ ᎠᏣᏗ",
        "어부는 일찍 항구로 돌아왔다. 바다는 잔잔했다.",
        "漁夫早早回到港口，海面平靜。",
        "漁師は早く港に戻った。「海は静かだった」と話す。",
        "ᠵᠠᠭᠠᠰᠤᠴᠢᠨ ᠡᠷᠲᠡ ᠪᠤᠴᠠᠵᠤ ᠢᠷᠡᠪᠡ᠃",
        "ꦗꦸꦫꦸꦩꦶꦤ​ꦧꦭꦶ​ꦲꦺꦱꦸꦏ꧀",
        "⠋⠊⠎⠓⠑⠗⠀⠃⠁⠉⠅",
    )

    @pytest.mark.parametrize("text", SCRIPTS, ids=lambda text: unicodedata.name(text[0]).split()[0])
    @both_options
    def test_plain_text_of_many_scripts(self, whitespace, text):
        assert made(whitespace, text) == []
        assert Pipeline([whitespace]).clean(text) is text
        assert made(whitespace, f"{text}\n{text}\n\n{text}\n") == []

    def test_emoji_with_selectors_and_skin_tones(self):
        for char in map(chr, (*range(0x2190, 0x2BFF), *range(0x1F300, 0x1FAFF))):
            if unicodedata.category(char) == "So" and char != "\u2800":
                assert cleaned(f"{char}\ufe0f {char}\ufe0e {char}🏽") == f"{char}\ufe0f {char}\ufe0e {char}🏽"

    def test_joined_emoji(self):
        people = [f"{who}{tone}" for who in "🧑👩👨" for tone in ("", *"🏻🏼🏽🏾🏿")]
        jobs = [*"🚀🚒🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🦯🦰🦱🦳🦲", "⚕\ufe0f", "⚖\ufe0f", "✈\ufe0f", "♀\ufe0f", "♂"]
        joined = [f"{who}\u200d{job}" for who in people for job in jobs]
        joined += [f"{a}\u200d❤\ufe0f\u200d💋\u200d{b}" for a in people for b in people]
        for text in (" ".join(joined), "".join(joined)):
            assert cleaned(text) == text

    def test_flags_and_keycaps(self):
        letters = [chr(code) for code in range(0x1F1E6, 0x1F200)]
        text = " ".join([a + b for a in letters for b in letters] + [f"{key}\ufe0f\u20e3" for key in "0123456789*#"])
        assert cleaned(text) == text

    @pytest.mark.parametrize("region", ["gbeng", "gbsct", "gbwls", "ustx", "de99"])
    def test_flags_of_regions(self, region):
        tags = "".join(chr(0xE0000 + ord(char)) for char in region) + "\U000e007f"
        assert cleaned(f"🏴{tags} leads") == f"🏴{tags} leads"

    def test_unassigned_and_private_characters(self):
        text = " ".join(f"a{chr(code)}b" for code in (0x0378, 0x1FBFF, 0xE123, 0xF8FF, 0xF0000, 0xE0FFF, 0xE01F0))
        assert cleaned(text) == text


SPACING = [
    *" \t\u00a0\u202f\u2003\u2007\u2009\u3000\u205f\u1680",
    "  ",
    "\n",
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x85",
]
SPACING += [
    "\u2028",
    "\u2029",
    "\n\n\n",
    "  \n",
    "    ",
    "a",
    "b1",
    "word",
    "12",
    ".",
    ",",
    "|",
    "--",
    "```",
    "~~~",
    ">",
]
SPACING += ["<pre>", "</pre>", "=", "-", "1.", "\u0301", "X", "km", "é", "字", "ก"]
HIDDEN = [
    *"\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad\u034f\u180e\u180b\u2061\u2066\u2069\u202a\u202c\u202e"
]
HIDDEN += [*"\ufe0e\ufe0f\ufe00\U000e0100\U000e0067\U000e007f\U000e0001🏴❤👩🏽🇮∩葛字ヶ\u0301\u0323\u093c\u094d"]
HIDDEN += [*"aeé1 \nیهאकরกꦏᠠ\u1100\u1161\u115f\u1160\u3131\u3164\uffa0\u2800⠓\ufffc\ufffd\ufff9\u206a\ufdd0\U0001ffff"]
HIDDEN += [
    "\ud83d",
    "\ude00",
    "\udb40",
    "\udc67",
    "\ud800",
    "\x00",
    "\x1b",
    "\x1b[31m",
    "\x1b]0;",
    "\x07",
    "\x1c",
    "\x1f",
]
HIDDEN += ["\x80", "\x81", "\x93", "\x9b", "31m", "\x9d", "\r", "\r\n", "\x85", "\u2029"]


def texts_of(*pieces: str) -> st.SearchStrategy[str]:
    """Texts of a small part of the pieces, so that they often meet each other and themselves."""
    few = st.lists(st.sampled_from(pieces), min_size=1, max_size=6)
    return few.flatmap(lambda chosen: st.lists(st.sampled_from(chosen), max_size=30)).map("".join)


rich = st.one_of(texts_of(*SPACING), texts_of(*HIDDEN), texts_of(*SPACING, *HIDDEN))


@both_options
class TestLaws:
    @given(text=rich)
    @example(text="</pre>\u202eword\x81</pre>\u200c\u200c\ua9c0\x1c")
    @example(text="a\r  \n  \nb")
    @example(text="\t\ua9c0  \n\u1000\t\ua9c0\t\x9c\t\n    a")
    @example(text="\U000e0062\u0301\u1160\u093c\u200d")
    @example(text="\u2003```\n\na  b\n```\nc  d")
    def test_cleaning_again_finds_nothing(self, whitespace, text):
        assert made(whitespace, cleaned(text, whitespace)) == []

    @given(text=rich)
    @example(text="a\u3164\ufe0f \u3164b")
    @example(text="a\x1c\u200b\x1cb")
    def test_spans_are_sorted_disjoint_certain_and_change_something(self, whitespace, text):
        spans = made(whitespace, text)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
        for start, end, replacement, rule, reason, confidence in spans:
            assert 0 <= start < end <= len(text)
            assert text[start:end] != replacement
            assert rule in {known.id for known in Whitespace.rules()}
            assert reason
            assert reason.isprintable()
            assert 0.95 <= confidence <= 1

    @given(text=rich)
    def test_the_engine_makes_what_the_filter_means(self, whitespace, text):
        spans = made(whitespace, text)
        assert apply(text, resolve(text, spans)[1]) == apply(text, spans)
        assert Pipeline([whitespace]).clean(text) == apply(text, spans)

    @given(text=rich)
    def test_nothing_visible_is_lost(self, whitespace, text):
        visible = [char for char in text if char.isalnum() and char not in "\u115f\u1160\u3164\uffa0"]
        sequences = "31m" in text or "\x1b" in text  # letters and digits can be part of a terminal sequence
        composed = unicodedata.normalize("NFD", cleaned(text, whitespace))
        kept = [char for char in composed if char.isalnum() and char not in "\u115f\u1160\u3164\uffa0"]
        if not sequences:
            assert [c for c in kept if c.isascii()] == [
                c for c in unicodedata.normalize("NFD", "".join(visible)) if c.isascii()
            ]

    @given(text=rich)
    def test_no_danger_is_left(self, whitespace, text):
        out = cleaned(text, whitespace)
        line_ends = "\n\t" if whitespace is TO_LF else "\n\t\r\x0b\x0c\x85"
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in out if char not in line_ends)
        assert "\u202e" not in out
        out.encode()

    @given(
        text=texts_of(*"aeoé \n\u0301\u0323\u0327", "a\u0301", "e\u0323\u0301", "\u200b", "\u00ad", "\x00", "\u202e")
    )
    def test_normalised_text_stays_normalised(self, whitespace, text):
        text = unicodedata.normalize("NFC", f"a{text}".replace("\n\u0301", "\n"))
        if not any(unicodedata.combining(char) and not before.isalpha() for before, char in pairwise(text)):
            assert unicodedata.is_normalized("NFC", cleaned(text, whitespace))

    @given(text=rich, size=st.sampled_from([1, 5, 17]))
    def test_blocks_make_no_difference(self, whitespace, text, size):
        whole = made(whitespace, text)
        patch = pytest.MonkeyPatch()
        with patch.context() as scope:
            scope.setattr(layout, "_BLOCK", size)
            assert apply(text, made(whitespace, text)) == apply(text, whole)

    @given(before=rich, behind=rich)
    def test_a_step_after_a_step_is_one_step(self, whitespace, before, behind):
        first = made(whitespace, before)
        middle = apply(before, first)
        second = [(n, n + 1, "x" * (n % 3), "r", "", 1.0) for n in range(len(behind) % 4, len(middle), 3)]
        assert apply(before, chain(first, second)) == apply(middle, second)


def test_a_letter_meets_its_accent():
    assert cleaned("cafe\u00ad\u0301 cre\u200b\u0301me\u0323") == "café créme\u0323"
    assert cleaned("e\u0301\u200b\u0323") == "e\u0301\u0323", "text in another form stays as it is"


HOSTILE = {
    "spaces": lambda n: "a" + " " * n + "b",
    "spaces before line ends": lambda n: "a" + " \n" * (n // 2) + "b",
    "mixed spaces": lambda n: "a" + " \u00a0\u2003\t" * (n // 4) + "b",
    "line feeds": lambda n: "a" + "\n" * n + "b",
    "only CR": lambda n: "\r" * n,
    "CR LF and spaces": lambda n: "a \r\n" * (n // 4),
    "one-character lines": lambda n: "a\n" * (n // 2),
    "dirty lines": lambda n: "a  b \n" * (n // 6),
    "joiner chain": lambda n: "a" + "\u200d" * n + "b",
    "emoji chain": lambda n: "👩\u200d" * (n // 2),
    "mixed invisibles": lambda n: "\u200b\u200c" * (n // 2),
    "marks": lambda n: "a\u200b" + "\u0301\u0323" * (n // 2),
    "marks between invisibles": lambda n: "a" + "\u0301\u200b\u0323\u200b" * (n // 4),
    "tags behind a flag": lambda n: "🏴" + "\U000e0061" * n,
    "selectors": lambda n: "❤" + "\ufe0f" * n,
    "open isolates": lambda n: "א" + "\u2066" * n,
    "nested isolates": lambda n: "א" + "\u202a\u2066" * (n // 4) + "\u2069" * (n // 4),
    "bidi lines": lambda n: "a\u200f\n" * (n // 3),
    "controls": lambda n: "\x00" * n,
    "unfinished sequences": lambda n: "\x1b]" * (n // 2),
    "surrogates": lambda n: "\udb40\udc41" * (n // 2),
    "no-break spaces": lambda n: "mot\u00a0" * (n // 4),
    "table": lambda n: "a\tb\n" * (n // 4),
    "wide rows": lambda n: ("a  " * (n // 6) + "\n") * 2,
    "fences": lambda n: "```\na  b\n" * (n // 9),
    "markup": lambda n: "<pre></pre>" * (n // 11) + "  a",
    "fake blanks": lambda n: "a\u3164b\u2800" * (n // 4),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
@both_options
def test_time_grows_with_length(whitespace, make):
    def cost(n: int) -> float:
        document = Document(make(n))
        return seconds(lambda: whitespace.scan(document))

    assert_growth(cost, 20_000, 80_000, most=9)  # in proportion it is 4, a square 16
