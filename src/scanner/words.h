/* Strings that are looked for anywhere, and words beside each other. */
#ifndef CLEANPRESS_WORDS_H
#define CLEANPRESS_WORDS_H

#include "scanner.h"

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
    Py_UCS4 next = i + 1 < n ? AT(i + 1) : ' ';
    for (int round = 0; round < 2; round++) {
        uint64_t key = (uint64_t)(c & 0xFFFF) << 16 | (next & 0xFFFF);
        uint64_t bit = short_key(key) >> (64 - SHORT_BITS);
        if (self->shorts[bit >> 3] >> (bit & 7) & 1) {
            find_needles(self, data, kind, n, i, key, 1, found);
        }
        if (next == ' ' || !blank(next)) {
            return;
        }
        next = ' '; /* what parts words is one */
    }
}

#endif
