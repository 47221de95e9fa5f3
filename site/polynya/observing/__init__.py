"""Observes what each output read while it was drawn, so that it is drawn again exactly when that changes (build wing).

The way of one fact: a template asks for `pages_of("books")`. The sheet that answers is a stand-in (`watched`), which notes
the key `("call", "sheet.pages_of", …)` in the notebook that is open for this output (`noting`). `drawer` hands the output on
with its keys, and `memory` keeps both with the digest of what each key names (`truth` finds that, `digests` digests it). The
next freeze asks for the digests of the same keys in its own sheet: where all are equal, `Drawing.recall` takes the file over.

Code, settings and whatever else stands in every page have no keys, but one digest together (`frame`). What cannot be compared
is noted as `ALWAYS`. `marks` and `quick` find out sooner, by times and sizes of files, that nothing was touched at all.
"""
