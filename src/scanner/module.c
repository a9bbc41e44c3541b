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
#include "places.h"
#include "tables.h"
#include "words.h"

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
    uint64_t last = SPACES;
    for (Py_ssize_t i = 0; i <= n; i++) {
        Py_UCS4 c = i < n ? AT(i) : ' '; /* what ends a text ends its last word */
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
                }
                last = blank(c) ? (last & ~0xFFFFULL) | ' ' : last; /* all that parts words is one */
            }
            if ((uint32_t)last == DOUBLE_SPACE && i >= 2 && i < n && c == ' ' && AT(i - 1) == ' ' && AT(i - 2) != ' ' &&
                AT(i - 2) != '\n') {
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
            last = Py_UNICODE_ISSPACE(c) ? (last & ~0xFFFFULL) | ' ' : last;
        }
        uint64_t bit = (last * GOLDEN) >> (64 - MAP_BITS);
        if (self->map[bit >> 3] >> (bit & 7) & 1) {
            bit = second_bit(last);
            if (self->map[bit >> 3] >> (bit & 7) & 1) {
                find_needles(self, data, kind, n, i - 3, last, 0, found);
            }
        }
    }
}

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
    PyMem_Free(self->common.entries);
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
    static char *keywords[] = {"common", "needles", "words",    "pairs", "heads",  "labels", "openers", "tails",  "suffixes",
                               "signs",   "edge",     "behind", "calm",   "head",    "tail",   "anywhere",
                               "at_edge", "host",     "broken", "number", "handle",  "uneven", "together",
                               "coded",   "anchor",   "messenger", "phrase", "word", "goods", "content", "hub", "line", NULL};
    PyObject *common, *needles, *words, *pairs, *heads, *labels, *openers, *tails, *suffixes, *signs, *edge, *behind, *calm;
    Scanner *self = (Scanner *)type->tp_alloc(type, 0);
    if (!self) {
        return NULL;
    }
    if (!PyArg_ParseTupleAndKeywords(args, names, "$OOOOOOOOOOUUUIIIIIIIIIIIIIIIIIII", keywords, &common, &needles, &words, &pairs, &heads,
                                     &labels, &openers, &tails, &suffixes, &signs, &edge, &behind, &calm, &self->head,
                                     &self->tail, &self->anywhere, &self->at_edge, &self->host, &self->broken,
                                     &self->number, &self->handle, &self->uneven, &self->together, &self->coded,
                                     &self->anchor, &self->messenger, &self->phrase, &self->words_bits, &self->goods, &self->content,
                                     &self->hub, &self->line)) {
        Py_DECREF(self);
        return NULL;
    }
    size_t count;
    if (self->head > LONGEST_HEAD) {
        PyErr_Format(PyExc_ValueError, "heads of more than %d characters", LONGEST_HEAD);
    } else if (load_table(self, &self->common, common, add_common) == 0 && load_needles(self, needles) == 0 && load_table(self, &self->words, words, add_word) == 0 &&
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
