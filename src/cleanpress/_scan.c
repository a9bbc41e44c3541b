/* One pass over a text that says which of many strings, words, beginnings of lines and hosts it may hold.
 *
 * The gates of the filters ask several dozen questions of every text, and nearly always the answer is no. In Python
 * each question is a pass of its own; here they share one. An answer of no is certain, an answer of yes is looked at
 * again by the gate itself, which is written in Python and gives the same result without this module: strings are
 * compared in full, words, heads and suffixes by a 64-bit hash of their code points.
 *
 * Time is proportional to the length of the text. Nothing here changes a text or keeps one. A Scanner does not change
 * once it is made, so threads may share it.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#if defined(_MSC_VER)
#define INLINE static __forceinline
#define APART static __declspec(noinline)
#else
#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline)) /* what is rare leaves the registers to what is not */
#endif

enum { RARE = 1, START = 2, LOOK = 4 };

#define DOUBLE_SPACE 0x00200020u

#define GOLDEN 0x9E3779B97F4A7C15ULL
#define SEED_HASH 0xCBF29CE484222325ULL
#define MAP_BITS 17       /* a bit for 4 characters of every long string: 16 kB */
#define SHORT_BITS 12     /* the same for 2 characters of shorter ones */
#define LONGEST_HEAD 16
#define DECORATED 16   /* characters of decoration in front of the head of a line */
#define LONGEST_LABEL 63  /* of a host name, RFC 1035 */
#define ENTITY 12      /* characters of the longest entity */
#define REST 38        /* bytes of a word behind its figure that are looked at */
#define KINDS 1024     /* different rare characters that are told one by one */
#define SLOTS 4096
#define SET 64
#define NOTED 64          /* places of a kind that are told one by one */
#define LINE_FEEDS 0x000A000A000A000AULL
#define REACH 96          /* characters in which the words beside a word lie */
#define ADDRESS 120       /* characters on each side of a messenger in which its address would stand */
#define BRIEF 1000        /* characters of a short text */
#define LAST 140          /* characters at the end of a text in which a phrase may end it */
#define INSIDE 16         /* characters between brackets */
#define WORD 40           /* characters on each side of a figure in which its word lies */

typedef struct {
    uint64_t key;
    uint32_t bits;
} Entry;

typedef struct {
    Entry *entries; /* open addressing, a power of two; free where bits are 0 */
    size_t mask;
} Table;

typedef struct {
    uint64_t key;    /* the characters it is found by */
    uint32_t bits;
    uint32_t length; /* code points */
    uint32_t skip;   /* code points in front of those it is found by */
    size_t at;       /* of its first code point */
} Needle;

typedef struct {
    PyObject_HEAD
    Table words, pairs, heads, labels, openers, tails, suffixes;
    Table groups;    /* where the needles with a key begin, from 1 */
    Needle *needles; /* sorted by key: those found by four characters, then those by two */
    size_t count;
    Py_UCS4 *points; /* the code points of all needles */
    uint8_t map[1 << (MAP_BITS - 3)], shorts[1 << (SHORT_BITS - 3)];
    uint32_t signs[128]; /* what single ASCII characters say */
    uint8_t kinds[128];
    Py_UCS4 edge[SET];
    size_t edges;
    uint8_t edge_ascii[128];
    Py_UCS4 behind[SET];
    size_t behinds;
    uint8_t behind_ascii[128];
    Py_UCS4 calm[SET];
    size_t calms;
    uint32_t head, tail, label_lengths;
    uint32_t words_bits, anchor, messenger, phrase, goods, content, hub, anywhere, at_edge, host, broken, number, handle, uneven, together, coded;
} Scanner;

/* Where something was found: how often, and the first places. */
typedef struct {
    size_t count;
    Py_ssize_t at[NOTED];
} Places;

/* What a pass has found so far. */
typedef struct {
    uint32_t bits;
    Places figures, lines, dots, hubs, hits, words;
} Found;

INLINE void note_place(Places *places, Py_ssize_t at) {
    if (places->count < NOTED) {
        places->at[places->count] = at;
    }
    places->count++;
}

/* ---- tables ---- */

INLINE uint64_t mix(uint64_t hash, Py_UCS4 c) {
    hash = (hash ^ c) * GOLDEN;
    return hash ^ (hash >> 29);
}

static int table_new(Table *table, size_t count) {
    size_t size = 8;
    while (size < 2 * count + 2) {
        size *= 2;
    }
    table->entries = PyMem_Calloc(size, sizeof(Entry));
    table->mask = size - 1;
    if (!table->entries) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

INLINE uint32_t table_find(const Table *table, uint64_t key) {
    for (size_t i = (key ^ key >> 32) & table->mask;; i = (i + 1) & table->mask) {
        const Entry *entry = &table->entries[i];
        if (!entry->bits || entry->key == key) {
            return entry->bits;
        }
    }
}

static void table_add(Table *table, uint64_t key, uint32_t bits) {
    size_t i = (key ^ key >> 32) & table->mask;
    while (table->entries[i].bits && table->entries[i].key != key) {
        i = (i + 1) & table->mask;
    }
    table->entries[i].key = key;
    table->entries[i].bits |= bits;
}

/* A small letter for a capital, the two forms of a small sigma as one; the dot that Python puts over the small letter
 * of a capital I with a dot is passed over. */
INLINE Py_UCS4 small(Py_UCS4 c) {
    if (c < 128) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    if (c == 0x130) {
        return 'i';
    }
    c = Py_UNICODE_TOLOWER(c);
    return c == 0x3C2 ? 0x3C3 : c;
}

INLINE int parts_words(Py_UCS4 c) {
    return c < 128 ? c == ' ' || c == ',' || c == '.' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)
                   : Py_UNICODE_ISSPACE(c);
}

static uint64_t hash_of(PyObject *text, int folded) {
    uint64_t hash = SEED_HASH;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(text, i);
        if (folded) {
            if (c == 0x307) {
                continue;
            }
            c = small(c);
        }
        hash = mix(hash, c);
    }
    return hash;
}

/* Calls `add` for each pair of a string and its bits. */
static int each(Scanner *self, PyObject *pairs, size_t *count, int (*add)(Scanner *, PyObject *, uint32_t, size_t)) {
    PyObject *list = PySequence_Fast(pairs, "expected pairs of a str and an int");
    if (!list) {
        return -1;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(list);
    *count = (size_t)n;
    for (Py_ssize_t i = 0; add && i < n; i++) {
        PyObject *text;
        unsigned int bits;
        PyObject *pair = PySequence_Fast_GET_ITEM(list, i);
        if (!PyTuple_Check(pair)) {
            PyErr_SetString(PyExc_TypeError, "expected pairs of a str and an int");
            Py_DECREF(list);
            return -1;
        }
        if (!PyArg_ParseTuple(pair, "UI", &text, &bits)) {
            Py_DECREF(list);
            return -1;
        }
        if (PyUnicode_GET_LENGTH(text) == 0 || bits == 0) {
            PyErr_SetString(PyExc_ValueError, "an empty string, or no bit for one");
            Py_DECREF(list);
            return -1;
        }
        if (add(self, text, bits, (size_t)i) < 0) {
            Py_DECREF(list);
            return -1;
        }
    }
    Py_DECREF(list);
    return 0;
}

static int add_word(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    table_add(&self->words, hash_of(text, 1), bits);
    return 0;
}

INLINE uint64_t pair_key(uint64_t one, uint64_t other) {
    return (one * GOLDEN ^ other) * GOLDEN;
}

static int add_pair(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), gap = PyUnicode_FindChar(text, ' ', 0, n, 1);
    PyObject *one = gap > 0 ? PyUnicode_Substring(text, 0, gap) : NULL;
    PyObject *other = one ? PyUnicode_Substring(text, gap + 1, n) : NULL;
    if (other) {
        table_add(&self->pairs, pair_key(hash_of(one, 1), hash_of(other, 1)), bits);
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "a pair is two words with a space between them");
    }
    Py_XDECREF(one);
    Py_XDECREF(other);
    return other ? 0 : -1;
}

static int add_head(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    table_add(&self->heads, hash_of(text, 0), bits);
    return 0;
}

static int add_label(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (n > LONGEST_HEAD) {
        PyErr_Format(PyExc_ValueError, "a label of more than %d characters", LONGEST_HEAD);
        return -1;
    }
    self->label_lengths |= 1u << n;
    table_add(&self->labels, hash_of(text, 0), bits);
    return 0;
}

static int add_opener(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    table_add(&self->openers, hash_of(text, 0), bits);
    return 0;
}

static int add_tail(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    table_add(&self->tails, hash_of(text, 0), bits);
    return 0;
}

static int add_suffix(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    table_add(&self->suffixes, hash_of(text, 1), bits);
    return 0;
}

static int add_sign(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)index;
    Py_UCS4 c = PyUnicode_READ_CHAR(text, 0);
    if (PyUnicode_GET_LENGTH(text) != 1 || c > 127) {
        PyErr_SetString(PyExc_ValueError, "a sign is one ASCII character");
        return -1;
    }
    self->signs[c] |= bits;
    return 0;
}

INLINE uint64_t short_key(uint64_t last) {
    return (last & 0xFFFFFFFFu) * GOLDEN;
}

INLINE uint64_t key_of(const Py_UCS4 *points, int count) {
    uint64_t key = 0;
    for (int i = 0; i < count; i++) {
        key = key << 16 | (points[i] & 0xFFFF);
    }
    return key;
}

/* How often a character is met in running text, roughly: the commonest letters of European languages weigh most. */
static uint32_t commonness(Py_UCS4 c) {
    static const char letters[] = "zjqxkwyvbfghpmcudlrtosnaie ";
    const char *at = c && c < 128 ? strchr(letters, (int)c) : NULL;
    return at ? 2 + (uint32_t)(at - letters) : c < 128 ? 3 : 8;
}

/* Where the four rarest characters of a string stand: it is found by them. */
static uint32_t rarest(const Py_UCS4 *points, uint32_t length) {
    uint32_t best = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i + 4 <= length; i++) {
        uint32_t sum = 0;
        for (uint32_t j = i; j < i + 4; j++) {
            sum += commonness(points[j]);
        }
        if (sum < least) {
            least = sum;
            best = i;
        }
    }
    return best;
}

static int add_needle(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    if (n < 2) {
        PyErr_SetString(PyExc_ValueError, "a needle of less than two characters");
        return -1;
    }
    Needle *needle = &self->needles[index];
    needle->bits = bits;
    needle->length = (uint32_t)n;
    needle->at = index ? needle[-1].at + needle[-1].length : 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        self->points[needle->at + (size_t)i] = PyUnicode_READ_CHAR(text, i);
    }
    const Py_UCS4 *points = self->points + needle->at;
    needle->skip = n < 4 ? 0 : rarest(points, (uint32_t)n);
    needle->key = key_of(points + needle->skip, n < 4 ? 2 : 4);
    return 0;
}

static int by_key(const void *a, const void *b) {
    const Needle *one = a, *other = b;
    int one_short = one->length < 4, other_short = other->length < 4;
    if (one_short != other_short) {
        return one_short - other_short;
    }
    return one->key < other->key ? -1 : one->key > other->key;
}

static int points_of(PyObject *pairs, size_t *total) {
    PyObject *list = PySequence_Fast(pairs, "expected pairs of a str and an int");
    if (!list) {
        return -1;
    }
    *total = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(list); i++) {
        PyObject *pair = PySequence_Fast_GET_ITEM(list, i);
        if (PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2 && PyUnicode_Check(PyTuple_GET_ITEM(pair, 0))) {
            *total += (size_t)PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(pair, 0));
        }
    }
    Py_DECREF(list);
    return 0;
}

/* A key of two characters is none of four. */
INLINE uint64_t group_key(uint64_t key, int is_short) {
    return (is_short ? ~key : key) * GOLDEN;
}

static int load_needles(Scanner *self, PyObject *pairs) {
    size_t total;
    if (points_of(pairs, &total) < 0 || each(self, pairs, &self->count, NULL) < 0) {
        return -1;
    }
    self->needles = PyMem_Calloc(self->count + 1, sizeof(Needle));
    self->points = PyMem_Calloc(total + 1, sizeof(Py_UCS4));
    if (!self->needles || !self->points) {
        PyErr_NoMemory();
        return -1;
    }
    if (each(self, pairs, &self->count, add_needle) < 0) {
        return -1;
    }
    qsort(self->needles, self->count, sizeof(Needle), by_key);
    if (table_new(&self->groups, self->count) < 0) {
        return -1;
    }
    for (size_t i = 0; i < self->count; i++) {
        const Needle *needle = &self->needles[i];
        int is_short = needle->length < 4;
        if (!i || needle[-1].key != needle->key || (needle[-1].length < 4) != is_short) {
            table_add(&self->groups, group_key(needle->key, is_short), (uint32_t)i + 1);
        }
        if (is_short) {
            uint64_t bit = short_key(needle->key) >> (64 - SHORT_BITS);
            self->shorts[bit >> 3] |= (uint8_t)(1 << (bit & 7));
            Py_UCS4 first = self->points[needle->at];
            if (first < 128) {
                self->kinds[first] |= START;
            }
        } else {
            uint64_t bit = (needle->key * GOLDEN) >> (64 - MAP_BITS);
            self->map[bit >> 3] |= (uint8_t)(1 << (bit & 7));
        }
    }
    return 0;
}

static int load_table(Scanner *self, Table *table, PyObject *pairs,
                      int (*add)(Scanner *, PyObject *, uint32_t, size_t)) {
    size_t count;
    if (each(self, pairs, &count, NULL) < 0 || table_new(table, count) < 0) {
        return -1;
    }
    return each(self, pairs, &count, add);
}

/* Reads the characters of a small set that are not ASCII; those that are go to a table, if there is one. */
static int load_set(PyObject *chars, Py_UCS4 *set, size_t *count, uint8_t *ascii) {
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(chars); i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(chars, i);
        if (c < 128 && ascii) {
            ascii[c] = 1;
        } else if (c >= 128 && *count < SET) {
            set[(*count)++] = c;
        } else {
            PyErr_SetString(PyExc_ValueError, "too many characters in a set, or ASCII where none is allowed");
            return -1;
        }
    }
    return 0;
}

INLINE int in_set(const Py_UCS4 *set, size_t count, Py_UCS4 c) {
    for (size_t i = 0; i < count; i++) {
        if (set[i] == c) {
            return 1;
        }
    }
    return 0;
}

/* ---- the pass ---- */

typedef struct {
    const void *data;
    Py_ssize_t n;
    int kind;
} Text;

#define AT(i) PyUnicode_READ(kind, data, (i))

INLINE int blank(Py_UCS4 c) {
    return c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : Py_UNICODE_ISSPACE(c);
}

/* Marks that stand at the edges of a word. */
INLINE int marks_word(Py_UCS4 c) {
    return c < 128 ? c == ';' || c == ':' || c == '!' || c == '?' || c == '(' || c == ')' || c == '[' || c == ']' ||
                         c == '"' || c == '\''
                   : c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D;
}

/* The hash of the next word behind `*at`, or, with a step of -1, before it, marks at its edges aside; `*at` is moved
 * past it. 0 if there is none near. */
INLINE uint64_t next_word(const void *data, int kind, Py_ssize_t *at, Py_ssize_t limit, int step) {
    Py_ssize_t i = *at;
    while (i != limit && (parts_words(AT(i)) || marks_word(AT(i)))) {
        i += step;
    }
    Py_ssize_t first = i;
    while (i != limit && !parts_words(AT(i))) {
        i += step;
    }
    *at = i;
    Py_ssize_t start = step > 0 ? first : i + 1, end = step > 0 ? i : first + 1;
    while (start < end && marks_word(AT(start))) {
        start++;
    }
    while (start < end && marks_word(AT(end - 1))) {
        end--;
    }
    uint64_t hash = SEED_HASH;
    for (Py_ssize_t k = start; k < end; k++) {
        hash = AT(k) == 0x307 ? hash : mix(hash, small(AT(k)));
    }
    return start < end ? hash : 0;
}

/* Whether the word there may be part of a phrase: it names goods and a word of the vocabulary is among the two next to
 * it on either side, or two of these five are known as a pair. */
static int in_phrase(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t start, Py_ssize_t end) {
    uint64_t near[5];
    Py_ssize_t at = start;
    near[2] = next_word(data, kind, &at, end, 1);
    at = end;
    Py_ssize_t limit = n - end < REACH ? n : end + REACH;
    near[3] = next_word(data, kind, &at, limit, 1);
    near[4] = next_word(data, kind, &at, limit, 1);
    at = start - 1;
    limit = start < REACH ? -1 : start - REACH;
    near[1] = at > limit ? next_word(data, kind, &at, limit, -1) : 0;
    near[0] = at > limit ? next_word(data, kind, &at, limit, -1) : 0;
    if (table_find(&self->words, near[2]) & self->goods) {
        for (int i = 0; i < 5; i++) {
            if (i != 2 && near[i] && table_find(&self->words, near[i]) & self->content) {
                return 1;
            }
        }
    }
    for (int i = 0; i < 4; i++) {
        if (near[i] && near[i + 1] && table_find(&self->pairs, pair_key(near[i], near[i + 1]))) {
            return 1;
        }
    }
    return 0;
}

/* Whether an address may stand near a messenger: an at sign, or six figures; in a short text anywhere. */
static int addressed(const void *data, int kind, Py_ssize_t n, Py_ssize_t at) {
    int figures = 0;
    Py_ssize_t end = n - at < ADDRESS ? n : at + ADDRESS;
    for (Py_ssize_t i = at < ADDRESS ? 0 : at - ADDRESS; i < end; i++) {
        Py_UCS4 c = AT(i);
        figures += c < 128 ? c >= '0' && c <= '9' : Py_UNICODE_ISDECIMAL(c) != 0;
        if (c == '@') {
            return 1;
        }
    }
    return figures > 5 || n <= BRIEF;
}

/* What a word says that stands there as such. */
static uint32_t look_at_word(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t start,
                             Py_ssize_t end, uint32_t bits, Found *found) {
    Py_ssize_t mark = end < n && (AT(end) == ',' || AT(end) == '.');
    if ((start > 0 && !blank(AT(start - 1))) || (end + mark < n && !blank(AT(end + mark)))) {
        return 0;
    }
    if ((bits & self->messenger && addressed(data, kind, n, start)) ||
        (bits & self->anchor && in_phrase(self, data, kind, n, start, end))) {
        note_place(&found->words, start);
        bits |= self->phrase;
    }
    if (bits & (self->anchor | self->messenger)) {
        note_place(&found->hits, start);
    }
    return bits & ~(self->anchor | self->messenger);
}

/* What the strings say that hold these characters at `at`, of what was not found before. */
APART void find_needles(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t at, uint64_t key,
                        int is_short, Found *found) {
    size_t index = table_find(&self->groups, group_key(key, is_short));
    for (; index && index <= self->count; index++) {
        const Needle *needle = &self->needles[index - 1];
        if (needle->key != key || (needle->length < 4) != is_short) {
            return;
        }
        if (!(needle->bits & (~found->bits | self->hub))) {
            continue;
        }
        const Py_UCS4 *points = self->points + needle->at;
        Py_ssize_t start = at - (Py_ssize_t)needle->skip, end = start + (Py_ssize_t)needle->length;
        int is_word = needle->bits & self->words_bits ? 1 : 0;
        if (is_word) { /* a short one is found with what stands around it */
            if (blank(*points)) {
                start++;
                points++;
            }
            end -= parts_words(self->points[needle->at + needle->length - 1]);
        }
        if (start < 0 || end > n) {
            continue;
        }
        Py_ssize_t i = start;
        while (i < end && AT(i) == points[i - start]) {
            i++;
        }
        if (i == end) {
            if (needle->bits & self->hub) {
                note_place(&found->hubs, start);
            }
            found->bits |= is_word ? look_at_word(self, data, kind, n, start, end, needle->bits, found) : needle->bits;
        }
    }
}

APART void find_short(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t i, Py_UCS4 c,
                      Found *found) {
    uint64_t key = (uint64_t)(c & 0xFFFF) << 16 | (i + 1 < n ? AT(i + 1) & 0xFFFF : '\n');
    uint64_t bit = short_key(key) >> (64 - SHORT_BITS);
    if (self->shorts[bit >> 3] >> (bit & 7) & 1) {
        find_needles(self, data, kind, n, i, key, 1, found);
    }
}

INLINE int is_edge(const Scanner *self, Py_UCS4 c) {
    return c < 128 ? self->edge_ascii[c] : in_set(self->edge, self->edges, c);
}

/* What the first characters of a line say, decoration aside. */
INLINE uint32_t look_at_head(const Scanner *self, const void *data, const int kind, Py_ssize_t start, Py_ssize_t end) {
    uint64_t hash = SEED_HASH;
    uint32_t told = 0;
    for (Py_ssize_t i = start; i < end; i++) {
        hash = mix(hash, AT(i));
        if (self->label_lengths >> (i - start + 1) & 1) {
            told |= table_find(&self->labels, hash);
        }
    }
    return end > start ? told | table_find(&self->heads, hash) : told;
}

INLINE Py_ssize_t end_of_head(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t start) {
    Py_ssize_t end = start;
    while (end < n && end - start < (Py_ssize_t)self->head && AT(end) != '\n') {
        end++;
    }
    while (end > start && AT(end - 1) == '\r') {
        end--;
    }
    return end;
}

/* What the beginning of a line inside a text says. */
INLINE uint32_t look_at_line(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    Py_ssize_t last = at + DECORATED;
    while (at < n && at < last && is_edge(self, AT(at))) {
        at++;
    }
    return look_at_head(self, data, kind, at, end_of_head(self, data, kind, n, at)) & self->anywhere;
}

/* What the beginning of the first or the last line says: there the first word counts, too. A head with figures or gaps
 * is left to a closer look. */
APART uint32_t look_at_edge(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t at, int first) {
    Py_ssize_t last = at + DECORATED;
    while (at < n && at < last && (is_edge(self, AT(at)) || (first && AT(at) == '\n'))) {
        at++;
    }
    Py_ssize_t end = end_of_head(self, data, kind, n, at);
    if (at == end) {
        return 0;
    }
    uint32_t told = look_at_head(self, data, kind, at, end);
    uint64_t hash = SEED_HASH;
    Py_UCS4 before = 0;
    for (Py_ssize_t i = at; i < end; i++) {
        Py_UCS4 c = AT(i);
        if (c == 0xA0 || (c == ' ' && before == ' ')) {
            return told | self->at_edge;
        }
        if (c == ' ' && before != ' ') {
            told |= hash ? table_find(&self->openers, hash) : 0;
            hash = 0; /* the first word only */
        }
        hash = hash ? mix(hash, c) : 0;
        before = c;
    }
    told |= hash ? table_find(&self->openers, hash) : 0;
    Py_UCS4 one = AT(at), other = AT(end - 1);
    if ((one >= 128 ? _PyUnicode_IsDigit(one) : one >= '0' && one <= '9') ||
        (other >= 128 ? _PyUnicode_IsDigit(other) : other >= '0' && other <= '9')) {
        told |= self->at_edge;
    }
    return told;
}

/* What the first line, the last line and the end of a text say. */
APART uint32_t look_at_ends(const Scanner *self, const void *data, int kind, Py_ssize_t n) {
    uint32_t told = look_at_edge(self, data, kind, n, 0, 1);
    Py_ssize_t end = n;
    while (end > 0 && (is_edge(self, AT(end - 1)) || AT(end - 1) == '\n')) {
        end--;
    }
    while (end > 0 && AT(end - 1) != '\n') {
        end--;
    }
    if (end > 0) {
        told |= look_at_edge(self, data, kind, n, end, 0);
    }
    end = n;
    while (end > 0 && n - end < LAST) {
        Py_UCS4 c = AT(end - 1);
        if (!(c < 128 ? self->behind_ascii[c] : in_set(self->behind, self->behinds, c))) {
            break;
        }
        end--;
    }
    uint64_t hash = SEED_HASH;
    Py_ssize_t start = end > (Py_ssize_t)self->tail ? end - (Py_ssize_t)self->tail : 0;
    start = start < n - LAST ? n - LAST : start;
    for (Py_ssize_t i = start; i < end; i++) {
        hash = mix(hash, AT(i));
    }
    return told | table_find(&self->tails, hash);
}

INLINE int plain_letter(Py_UCS4 c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters in any dress and unseen characters: what is not ASCII and no punctuation. */
INLINE int beyond(Py_UCS4 c) {
    return c > 0xBF ? !((c >= 0x200E && c <= 0x206F && c != 0x2060) || (c >= 0x3000 && c <= 0x3004))
                    : c == 0xAA || c == 0xB5 || c == 0xBA;
}

INLINE int host_char(Py_UCS4 c) {
    return plain_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Whether a known suffix begins at a place, or letters of another writing stand in it. */
INLINE int begins_suffix(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    uint64_t hash = SEED_HASH;
    int small_only = 1;
    Py_ssize_t i = at;
    for (; i < n && i - at <= LONGEST_LABEL; i++) {
        Py_UCS4 c = AT(i);
        if (c >= 128 && beyond(c)) {
            return 1;
        }
        if (!host_char(c)) {
            break;
        }
        int capital = c >= 'A' && c <= 'Z';
        if (capital && small_only && i > at && table_find(&self->suffixes, hash)) {
            return 1; /* the next sentence is stuck to a suffix */
        }
        small_only = small_only && c >= 'a' && c <= 'z';
        hash = mix(hash, capital ? c + 32 : c);
    }
    return table_find(&self->suffixes, hash) != 0;
}

/* Whether a dot may be one of a host: a suffix stands behind it, at once or behind a space. */
INLINE uint32_t look_at_dot(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    if (at + 1 >= n) {
        return 0;
    }
    Py_UCS4 next = AT(at + 1), before = at ? AT(at - 1) : ' ';
    if (before == ' ') { /* a single letter may be the first of letters that are spaced out */
        Py_ssize_t start = at + 1 + (next == ' ');
        if (start >= n || !(plain_letter(AT(start)) || beyond(AT(start)))) {
            return 0;
        }
        int alone = start + 1 >= n || !host_char(AT(start + 1));
        return alone || begins_suffix(self, data, kind, n, start) ? self->broken : 0;
    }
    if (!(plain_letter(next) || beyond(next)) || (before < 128 && !host_char(before))) {
        return 0;
    }
    return begins_suffix(self, data, kind, n, at + 1) ? self->host : 0;
}

/* Whether a dot, or a word for it, stands alone between brackets. */
INLINE uint32_t look_at_bracket(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at,
                                Py_UCS4 closing) {
    uint64_t hash = SEED_HASH;
    Py_ssize_t letters = 0;
    Py_UCS4 first = 0;
    for (Py_ssize_t i = at + 1; i < n && i <= at + INSIDE + 1; i++) {
        Py_UCS4 c = AT(i);
        if (c == closing) {
            if (letters == 1 && (first == '.' || first == ',' || first == 0xB7 || first == 0x3002 || first == 0xFF0E ||
                                 first == 0xFF61)) {
                return self->broken;
            }
            return letters ? table_find(&self->words, hash) & self->broken : 0;
        }
        if (c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : Py_UNICODE_ISSPACE(c)) {
            continue;
        }
        first = letters++ ? first : c;
        hash = c == 0x307 ? hash : mix(hash, small(c));
    }
    return 0;
}

/* Whether a figure behind two small letters may be one of a brand: no capital and no sign of code in its word. */
INLINE int look_at_figure(const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    for (Py_ssize_t i = at + 1; i < n && i < at + WORD; i++) {
        Py_UCS4 c = AT(i);
        if (c == ' ' || c == '\n') {
            break;
        }
        if ((c >= 'A' && c <= 'Z') || c == '/' || c == '@' || c == '=' || c == '_' || c == '\\') {
            return 0;
        }
    }
    return 1;
}

/* Whether an at sign begins a handle, and no end of an address of mail. */
INLINE uint32_t look_at_sign(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    if (at + 2 < n && AT(at + 1) == 't' && AT(at + 2) == 's') {
        return self->handle;
    }
    Py_UCS4 before = at ? AT(at - 1) : ' ';
    if (before == '.' || before == '_' || (before < 128 && host_char(before) && before != '-')) {
        return 0;
    }
    for (Py_ssize_t i = at + 1; i <= at + 4; i++) {
        if (i >= n || !(AT(i) == '_' || (AT(i) < 128 && host_char(AT(i))))) {
            return 0;
        }
    }
    return self->handle;
}

INLINE uint32_t look_at_entity(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Py_ssize_t at) {
    for (Py_ssize_t i = at + 2; i < n && i < at + ENTITY; i++) {
        if (AT(i) == ';') {
            return self->coded;
        }
    }
    return 0;
}

/* What a character says that is told by those around it. */
APART void look_around(const Scanner *self, const void *data, int kind, Py_ssize_t n, Py_ssize_t i, Py_UCS4 c,
                        Found *found) {
    found->bits |= self->signs[c];
    switch (c) {
    case '\n': {
        uint32_t told = look_at_line(self, data, kind, n, i + 1);
        if (told) {
            found->bits |= told;
            note_place(&found->lines, i + 1);
        }
        if ((i && AT(i - 1) == ' ') || (i + 2 < n && AT(i + 1) == '\n' && AT(i + 2) == '\n')) {
            found->bits |= self->uneven;
        }
        break;
    }
    case '.': {
        uint32_t told = look_at_dot(self, data, kind, n, i);
        if (told & self->host) {
            note_place(&found->dots, i);
        }
        found->bits |= told;
        break;
    }
    case '&':
        found->bits |= look_at_entity(self, data, kind, n, i);
        break;
    case '@':
        found->bits |= look_at_sign(self, data, kind, n, i);
        break;
    case '(':
    case '[':
    case '{':
        found->bits |= look_at_bracket(self, data, kind, n, i, c == '(' ? ')' : c + 2);
        break;
    default:
        if (c >= '0' && c <= '9' && i >= 2) {
            Py_UCS4 one = AT(i - 2), other = AT(i - 1);
            if (one >= 'a' && one <= 'z' && other >= 'a' && other <= 'z' && look_at_figure(data, kind, n, i)) {
                found->bits |= self->number;
                note_place(&found->figures, i);
            }
        }
    }
}

typedef struct {
    Py_UCS4 found[KINDS];
    uint16_t slots[SLOTS]; /* one more than the index in found */
    size_t count;
    int many;
} Rare;

INLINE void note(Rare *rare, Py_UCS4 c) {
    if (!rare->count) {
        memset(rare->slots, 0, sizeof(rare->slots));
    }
    size_t slot = (c ^ (c >> 12)) & (SLOTS - 1);
    while (rare->slots[slot]) {
        if (rare->found[rare->slots[slot] - 1] == c) {
            return;
        }
        slot = (slot + 1) & (SLOTS - 1);
    }
    if (rare->count == KINDS) {
        rare->many = 1;
        return;
    }
    rare->found[rare->count++] = c;
    rare->slots[slot] = (uint16_t)rare->count;
}

INLINE void scan_as(const Scanner *self, const void *data, const int kind, Py_ssize_t n, Rare *rare, Found *found) {
    found->bits = look_at_ends(self, data, kind, n);
    uint64_t last = LINE_FEEDS;
    for (Py_ssize_t i = 0; i <= n; i++) {
        Py_UCS4 c = i < n ? AT(i) : '\n'; /* what ends a text ends its last word */
        last = last << 16 | (c & 0xFFFF);
        if (c < 128) {
            uint8_t what = self->kinds[c];
            if (what && i < n) {
                if (what & LOOK) {
                    look_around(self, data, kind, n, i, c, found);
                }
                if (what & START) {
                    find_short(self, data, kind, n, i, c, found);
                }
                if (what & RARE) {
                    note(rare, c);
                    last = blank(c) ? (last & ~0xFFFFULL) | '\n' : last;
                }
            }
            if ((uint32_t)last == DOUBLE_SPACE && i >= 2 && AT(i - 2) != ' ' && AT(i - 2) != '\n') {
                found->bits |= self->uneven;
            }
        } else {
            Py_UCS4 before = i ? AT(i - 1) : 0;
            if (before >= 128 && !(found->bits & self->together) &&
                !(in_set(self->calm, self->calms, c) && in_set(self->calm, self->calms, before))) {
                found->bits |= self->together;
            }
            note(rare, c);
            find_short(self, data, kind, n, i, c, found);
            last = Py_UNICODE_ISSPACE(c) ? (last & ~0xFFFFULL) | '\n' : last;
        }
        uint64_t bit = (last * GOLDEN) >> (64 - MAP_BITS);
        if (self->map[bit >> 3] >> (bit & 7) & 1) {
            find_needles(self, data, kind, n, i - 3, last, 0, found);
        }
    }
}

/* ---- the type ---- */

PyDoc_STRVAR(scan_doc,
             "scan(text, /)\n--\n\n"
             "The bits that a text sets; its characters beside printable ASCII and line feeds, each once, in order of\n"
             "appearance; the offsets of figures, of lines with a known head or label, of dots of hosts, of hubs, of anchors, and\n"
             "of those of them that may be part of a phrase. None stands for more than can be told one by one.");

static PyObject *told_places(const Places *places) {
    if (places->count > NOTED) {
        return Py_NewRef(Py_None);
    }
    PyObject *told = PyTuple_New((Py_ssize_t)places->count);
    for (size_t i = 0; told && i < places->count; i++) {
        PyObject *place = PyLong_FromSsize_t(places->at[i]);
        if (!place) {
            Py_CLEAR(told);
        } else {
            PyTuple_SET_ITEM(told, (Py_ssize_t)i, place);
        }
    }
    return told;
}

static PyObject *told_of(const Rare *rare, const Found *found) {
    PyObject *parts[] = {
        PyLong_FromUnsignedLong(found->bits),
        rare->many ? Py_NewRef(Py_None)
                   : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, rare->found, (Py_ssize_t)rare->count),
        told_places(&found->figures),
        told_places(&found->lines),
        told_places(&found->dots),
        told_places(&found->hubs),
        told_places(&found->hits),
        told_places(&found->words),
    };
    const Py_ssize_t count = sizeof(parts) / sizeof(parts[0]);
    int failed = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        failed |= !parts[i];
    }
    PyObject *all = failed ? NULL : PyTuple_New(count);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (all) {
            PyTuple_SET_ITEM(all, i, parts[i]);
        } else {
            Py_XDECREF(parts[i]);
        }
    }
    return all;
}

static PyObject *scan(Scanner *self, PyObject *text) {
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "scan() takes a str, got %.100s", Py_TYPE(text)->tp_name);
        return NULL;
    }
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(text) < 0) {
        return NULL;
    }
#endif
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    Rare rare;
    Found found;
    rare.count = 0;
    rare.many = 0;
    found.bits = 0;
    found.figures.count = found.lines.count = found.dots.count = 0;
    found.hubs.count = found.hits.count = found.words.count = 0;
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND:
        scan_as(self, data, PyUnicode_1BYTE_KIND, n, &rare, &found);
        break;
    case PyUnicode_2BYTE_KIND:
        scan_as(self, data, PyUnicode_2BYTE_KIND, n, &rare, &found);
        break;
    default:
        scan_as(self, data, PyUnicode_4BYTE_KIND, n, &rare, &found);
    }
    return told_of(&rare, &found);
}

static void scanner_free(Scanner *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->words.entries);
    PyMem_Free(self->pairs.entries);
    PyMem_Free(self->heads.entries);
    PyMem_Free(self->labels.entries);
    PyMem_Free(self->openers.entries);
    PyMem_Free(self->tails.entries);
    PyMem_Free(self->suffixes.entries);
    PyMem_Free(self->groups.entries);
    PyMem_Free(self->needles);
    PyMem_Free(self->points);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static void classify(Scanner *self) {
    for (int c = 0; c < 128; c++) {
        uint8_t kind = self->kinds[c];
        kind |= c < 32 ? (c == '\n' ? 0 : RARE) : c == 127 ? RARE : 0;
        kind |= (c >= '0' && c <= '9') || (c && strchr("\n.&@([{", c)) || self->signs[c] ? LOOK : 0;
        self->kinds[c] = kind;
    }
}

static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *names) {
    static char *keywords[] = {"needles", "words",    "pairs", "heads",  "labels", "openers", "tails",  "suffixes",
                               "signs",   "edge",     "behind", "calm",   "head",    "tail",   "anywhere",
                               "at_edge", "host",     "broken", "number", "handle",  "uneven", "together",
                               "coded",   "anchor",   "messenger", "phrase", "word", "goods", "content", "hub", NULL};
    PyObject *needles, *words, *pairs, *heads, *labels, *openers, *tails, *suffixes, *signs, *edge, *behind, *calm;
    Scanner *self = (Scanner *)type->tp_alloc(type, 0);
    if (!self) {
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, names, "$OOOOOOOOOUUUIIIIIIIIIIIIIIIIII", keywords, &needles, &words, &pairs, &heads,
                                     &labels, &openers, &tails, &suffixes, &signs, &edge, &behind, &calm, &self->head,
                                     &self->tail, &self->anywhere, &self->at_edge, &self->host, &self->broken,
                                     &self->number, &self->handle, &self->uneven, &self->together, &self->coded,
                                     &self->anchor, &self->messenger, &self->phrase, &self->words_bits, &self->goods, &self->content,
                                     &self->hub)) {
        Py_DECREF(self);
        return NULL;
    }
    size_t count;
    if (self->head > LONGEST_HEAD) {
        PyErr_Format(PyExc_ValueError, "heads of more than %d characters", LONGEST_HEAD);
    } else if (load_needles(self, needles) == 0 && load_table(self, &self->words, words, add_word) == 0 &&
               load_table(self, &self->pairs, pairs, add_pair) == 0 &&
               load_table(self, &self->heads, heads, add_head) == 0 &&
               load_table(self, &self->labels, labels, add_label) == 0 &&
               load_table(self, &self->openers, openers, add_opener) == 0 &&
               load_table(self, &self->tails, tails, add_tail) == 0 &&
               load_table(self, &self->suffixes, suffixes, add_suffix) == 0 &&
               each(self, signs, &count, add_sign) == 0 &&
               load_set(edge, self->edge, &self->edges, self->edge_ascii) == 0 &&
               load_set(behind, self->behind, &self->behinds, self->behind_ascii) == 0 &&
               load_set(calm, self->calm, &self->calms, NULL) == 0) {
        classify(self);
        return (PyObject *)self;
    }
    Py_DECREF(self);
    return NULL;
}

static PyMethodDef methods[] = {
    {"scan", (PyCFunction)(void (*)(void))scan, METH_O, scan_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(scanner_doc, "What the gates look for in every text, ready for one pass; see cleanpress.filters.sight.");

static PyType_Slot slots[] = {
    {Py_tp_doc, (void *)scanner_doc},
    {Py_tp_new, (void *)scanner_new},
    {Py_tp_dealloc, (void *)scanner_free},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {"cleanpress._scan.Scanner", sizeof(Scanner), 0, Py_TPFLAGS_DEFAULT, slots};

static int start(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    if (!type) {
        return -1;
    }
    int failed = PyModule_AddObjectRef(module, "Scanner", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot steps[] = {
    {Py_mod_exec, (void *)start},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_scan", "One pass over a text for all gates.", 0, NULL,
                                    steps, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__scan(void) {
    return PyModuleDef_Init(&module);
}
