/* What a single character says with those around it: dots, brackets, figures, signs, line feeds. */
#ifndef CLEANPRESS_PLACES_H
#define CLEANPRESS_PLACES_H

#include "lines.h"

/* Letters in any dress and unseen characters: what is not ASCII and no punctuation. */
INLINE int beyond(Py_UCS4 c) {
    return c > 0xBF ? !((c >= 0x200E && c <= 0x206F && c != 0x2060) || (c >= 0x3000 && c <= 0x3004))
                    : c == 0xAA || c == 0xB5 || c == 0xBA;
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
        found->bits |= told;
        if (told & self->line) { /* that it may be a page and no article is no matter of a single line */
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

#endif
