/* How lines and texts begin and end. */
#ifndef CLEANPRESS_LINES_H
#define CLEANPRESS_LINES_H

#include "scanner.h"

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
    if (n && (blank(AT(0)) || (blank(AT(n - 1)) && (AT(n - 1) != '\n' || (n > 1 && blank(AT(n - 2))))))) {
        told |= self->uneven; /* white space around the text, but for one last line feed */
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

#endif
