/* What the scanner is made of, and what it knows of characters and keys. */
#ifndef CLEANPRESS_SCANNER_H
#define CLEANPRESS_SCANNER_H

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
#define KINDS 1024     /* different rare characters that are told one by one */
#define SLOTS 4096
#define SET 64            /* characters of a small set that are not ASCII */
#define NOTED 512         /* places of a kind that are told one by one */
#define SPACES 0x0020002000200020ULL
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
    Table common, words, pairs, heads, labels, openers, tails, suffixes;
    Table groups;    /* where the needles with a key begin, from 1 */
    Needle *needles; /* sorted by key: those found by four characters, then those by two */
    size_t count, total;
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
    uint32_t words_bits, anchor, messenger, phrase, goods, content, hub, line, anywhere, at_edge, host, broken, number, handle, uneven, together, coded;
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

#define AT(i) PyUnicode_READ(kind, data, (i))

INLINE uint64_t mix(uint64_t hash, Py_UCS4 c) {
    hash = (hash ^ c) * GOLDEN;
    return hash ^ (hash >> 29);
}

INLINE uint32_t table_find(const Table *table, uint64_t key) {
    for (size_t i = (key ^ key >> 32) & table->mask;; i = (i + 1) & table->mask) {
        const Entry *entry = &table->entries[i];
        if (!entry->bits || entry->key == key) {
            return entry->bits;
        }
    }
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

INLINE int blank(Py_UCS4 c) {
    return c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : Py_UNICODE_ISSPACE(c);
}

INLINE int parts_words(Py_UCS4 c) {
    return c < 128 ? c == ' ' || c == ',' || c == '.' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)
                   : Py_UNICODE_ISSPACE(c);
}

INLINE uint64_t pair_key(uint64_t one, uint64_t other) {
    return (one * GOLDEN ^ other) * GOLDEN;
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

/* A second bit of the map for each key: of what is not looked for, hardly anything has both. */
INLINE uint64_t second_bit(uint64_t key) {
    return (key * GOLDEN) >> (64 - 2 * MAP_BITS) & ((1 << MAP_BITS) - 1);
}

/* A key of two characters is none of four. */
INLINE uint64_t group_key(uint64_t key, int is_short) {
    return (is_short ? ~key : key) * GOLDEN;
}

INLINE int in_set(const Py_UCS4 *set, size_t count, Py_UCS4 c) {
    for (size_t i = 0; i < count; i++) {
        if (set[i] == c) {
            return 1;
        }
    }
    return 0;
}

INLINE int plain_letter(Py_UCS4 c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

INLINE int host_char(Py_UCS4 c) {
    return plain_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Marks that stand at the edges of a word. */
INLINE int marks_word(Py_UCS4 c) {
    return c < 128 ? c == ';' || c == ':' || c == '!' || c == '?' || c == '(' || c == ')' || c == '[' || c == ']' ||
                         c == '"' || c == '\''
                   : c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D;
}

#endif
