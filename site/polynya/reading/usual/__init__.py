"""The quick way to read pages that are as most are (build wing).

`reading.pages.read_page` says what a page is, and knows every rule. `page.read_usual` gives the same for a page of plain
lines and plain words, by few expressions, and None as soon as anything is unusual, wrong or worth a warning: then the other
one reads it. So whoever adds a rule adds it there, and here either the same or a None (`_ASK_MORE`, `may_have_marks`); the
tests read pages both ways and compare. `columns` brings usual pages from workers field by field, which is sooner than page by
page.
"""
