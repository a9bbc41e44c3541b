/* How the tables of the scanner are filled. */
#ifndef CLEANPRESS_TABLES_H
#define CLEANPRESS_TABLES_H

#include "scanner.h"

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

static void table_add(Table *table, uint64_t key, uint32_t bits) {
    size_t i = (key ^ key >> 32) & table->mask;
    while (table->entries[i].bits && table->entries[i].key != key) {
        i = (i + 1) & table->mask;
    }
    table->entries[i].key = key;
    table->entries[i].bits |= bits;
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

typedef int (*Add)(Scanner *, PyObject *, uint32_t, size_t);

static int add_one(Scanner *self, PyObject *text, uint32_t bits, size_t index, Add add) {
    if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) == 0 || bits == 0) {
        PyErr_SetString(PyExc_ValueError, "expected strings that are not empty, and a bit for them");
        return -1;
    }
    return add(self, text, bits, index);
}

/* Calls `add` for each part of a row that tabs divide. */
static int each_in_row(Scanner *self, PyObject *row, uint32_t bits, size_t *index, Add add) {
    Py_ssize_t n = PyUnicode_GET_LENGTH(row);
    for (Py_ssize_t start = 0, end; start <= n; start = end + 1) {
        end = PyUnicode_FindChar(row, '\t', start, n, 1);
        end = end < 0 ? n : end;
        if (add) {
            PyObject *text = PyUnicode_Substring(row, start, end);
            int failed = !text || add_one(self, text, bits, *index, add) < 0;
            Py_XDECREF(text);
            if (failed) {
                return -1;
            }
        }
        ++*index;
    }
    return 0;
}

static int each_in_list(Scanner *self, PyObject *list, uint32_t bits, size_t *index, Add add) {
    PyObject *items = PySequence_Fast(list, "expected strings, or a row of them that tabs divide");
    if (!items) {
        return -1;
    }
    int failed = 0;
    for (Py_ssize_t i = 0; !failed && i < PySequence_Fast_GET_SIZE(items); i++, ++*index) {
        failed = add && add_one(self, PySequence_Fast_GET_ITEM(items, i), bits, *index, add) < 0;
    }
    Py_DECREF(items);
    return failed ? -1 : 0;
}

/* Calls `add` for each string of all groups, which are pairs of strings and their bits; counts them without it. */
static int each(Scanner *self, PyObject *groups, size_t *count, Add add) {
    PyObject *list = PySequence_Fast(groups, "expected groups of strings with their bits");
    int failed = !list;
    *count = 0;
    for (Py_ssize_t i = 0; !failed && i < PySequence_Fast_GET_SIZE(list); i++) {
        PyObject *group = PySequence_Fast_GET_ITEM(list, i), *strings;
        unsigned int bits;
        if (!PyTuple_Check(group)) {
            PyErr_SetString(PyExc_TypeError, "expected groups of strings with their bits");
            failed = 1;
        } else if (!PyArg_ParseTuple(group, "OI", &strings, &bits)) {
            failed = 1;
        } else if (PyUnicode_Check(strings)) {
            failed = each_in_row(self, strings, bits, count, add) < 0;
        } else {
            failed = each_in_list(self, strings, bits, count, add) < 0;
        }
    }
    Py_XDECREF(list);
    return failed ? -1 : 0;
}

#define ADDS(name, table, folded)                                                                  \
    static int name(Scanner *self, PyObject *text, uint32_t bits, size_t index) {                  \
        (void)index;                                                                               \
        table_add(&self->table, hash_of(text, folded), bits);                                      \
        return 0;                                                                                  \
    }
ADDS(add_word, words, 1)
ADDS(add_suffix, suffixes, 1)
ADDS(add_head, heads, 0)
ADDS(add_opener, openers, 0)
ADDS(add_tail, tails, 0)
#undef ADDS

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

static int add_common(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)bits;
    Py_UCS4 points[4];
    if (PyUnicode_GET_LENGTH(text) != 4) {
        PyErr_SetString(PyExc_ValueError, "expected four characters");
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        points[i] = PyUnicode_READ_CHAR(text, i);
    }
    table_add(&self->common, key_of(points, 4) * GOLDEN, (uint32_t)index + 1); /* its rank */
    return 0;
}

/* Where the four characters of a string stand that are the rarest in running text: it is found by them. */
static uint32_t rarest(const Scanner *self, const Py_UCS4 *points, uint32_t length) {
    uint32_t best = 0, least = UINT32_MAX;
    for (uint32_t i = 0; i + 4 <= length; i++) {
        uint32_t rank = table_find(&self->common, key_of(points + i, 4) * GOLDEN);
        if (rank < least) {
            least = rank;
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
    needle->skip = n < 4 ? 0 : rarest(self, points, (uint32_t)n);
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

static int count_points(Scanner *self, PyObject *text, uint32_t bits, size_t index) {
    (void)bits;
    (void)index;
    self->total += (size_t)PyUnicode_GET_LENGTH(text);
    return 0;
}

static int load_needles(Scanner *self, PyObject *groups) {
    if (each(self, groups, &self->count, count_points) < 0) {
        return -1;
    }
    self->needles = PyMem_Calloc(self->count + 1, sizeof(Needle));
    self->points = PyMem_Calloc(self->total + 1, sizeof(Py_UCS4));
    if (!self->needles || !self->points) {
        PyErr_NoMemory();
        return -1;
    }
    if (each(self, groups, &self->count, add_needle) < 0) {
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
            uint64_t bit = (needle->key * GOLDEN) >> (64 - MAP_BITS), other = second_bit(needle->key);
            self->map[bit >> 3] |= (uint8_t)(1 << (bit & 7));
            self->map[other >> 3] |= (uint8_t)(1 << (other & 7));
        }
    }
    return 0;
}

static int load_table(Scanner *self, Table *table, PyObject *groups, Add add) {
    size_t count;
    if (each(self, groups, &count, NULL) < 0 || table_new(table, count) < 0) {
        return -1;
    }
    return each(self, groups, &count, add);
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

#endif
