"""The rules of the reading room: what can be wrong in `content/` before anything is drawn (build wing)."""

from .of_addresses import ADDRESSES
from .of_content import CONTENT
from .rule import Rule

FILES = (
    Rule(
        "no-content",
        "There is no page to freeze.",
        "A site is a folder with `content/` in it, and at least one Markdown file in that. Run `freeze` in the "
        "site's folder, or say where it is: `freeze --root DIR`.",
    ),
    Rule(
        "unreadable-file",
        "A file or folder cannot be opened.",
        "The system refused to open it. Check that it still exists and that you may read it.",
    ),
    Rule(
        "not-utf8",
        "A file is not UTF-8 text.",
        "All text is read as UTF-8, the encoding of the web. Old files are often Windows-1252 or UTF-16: open "
        'them in an editor and choose "UTF-8" in "Save as". The message points at the first byte that does not '
        "fit.",
    ),
    Rule(
        "control-character",
        "A file holds a character that is not text.",
        "A NUL byte means that the file is a picture, a program or damaged, and stops the freeze. Other control "
        "characters mostly come from copying out of a terminal or a PDF; a space stands in their place.",
    ),
    Rule(
        "huge-file",
        "A file is larger than 5 MB.",
        "It is read all the same. A page that size takes readers long to load; text is better split, and data "
        "belongs into `content/data/`.",
    ),
    Rule(
        "empty-file",
        "A page has nothing in it.",
        "It becomes a page with a title and no text, mostly by oversight. Write something, or delete the file.",
    ),
    Rule(
        "file-name",
        "A file has a name that cannot be written in an address.",
        "Names of files are read as UTF-8. Rename the file; older archives often unpack names in another encoding. "
        "Line breaks, and signs that turn text around, would let a name pass for another.",
    ),
    Rule(
        "link-left-out",
        "A symbolic link was not followed.",
        "Links to files inside `content/` are followed. Links to folders, to nothing, or to anything outside "
        "`content/` are not, nor is a `static/` that is a link to outside the site, so that no file is published by accident.",
    ),
    Rule(
        "private-folder",
        "A folder with pages is left out because its name starts with `_`.",
        "Names that start with `_` or `.` are private. Jekyll keeps its posts in `_posts`; here the folder is "
        "called `posts`.",
    ),
    Rule(
        "same-folder",
        "Two folders of an export of Notion have one name.",
        "The 32 digits behind a name are in no address, so the pages of both are in one folder and one list here. Rename one of "
        "the folders when they belong apart.",
    ),
    Rule(
        "stray-file",
        "A file is read by nothing.",
        "YAML is read from `content/site.yaml`, from `_collection.yaml` in a folder of pages, from "
        "`content/forms/` and from `content/data/`. Anywhere else it is most likely misspelt. "
        "HTML, reStructuredText, AsciiDoc, Org and notebooks are no pages; what readers shall get as it is goes to `static/`.",
    ),
)

SYNTAX = (
    Rule(
        "yaml-syntax",
        "The YAML cannot be read.",
        "Most often a text holds a colon followed by a space (`title: Sea: a story`) or starts with one of `` @ ` "
        "% & * ! [ { ``: put it in quotes. Indent with spaces, never with tabs.",
    ),
    Rule(
        "yaml-alias",
        "A YAML anchor or alias stands for more than a text, or for nothing.",
        "`image: &cover /a.jpg` and `thumbnail: *cover` repeat a text. A few lines that repeat lists or mappings can expand to "
        "gigabytes: write the value itself. A text that starts with `&` or `*` goes in quotes.",
    ),
    Rule(
        "yaml-tag",
        "YAML tags are not used here.",
        "`!name` asks for a special type. The types of a page come from its collection's `_collection.yaml`. A "
        "text that starts with `!` goes in quotes.",
    ),
    Rule(
        "yaml-depth",
        "YAML is nested too deeply.",
        "More than 40 levels are hardly ever meant. Flatten the value or move it to a file in `content/data/`.",
    ),
    Rule(
        "duplicate-key",
        "A key is written twice.",
        "Which of the two would count is anybody's guess, so neither does. Keep one of them.",
    ),
    Rule(
        "toml-syntax",
        "The TOML cannot be read.",
        'In TOML every text stands in quotes: `title = "Dune"`. The message points at the place where reading stopped.',
    ),
    Rule(
        "json-syntax",
        "The JSON cannot be read.",
        "JSON takes double quotes only, no comma after the last entry, no comments, and each key once. A page that begins with "
        '`{"key":` has JSON as its front matter.',
    ),
    Rule(
        "csv-syntax",
        "A line of a CSV file does not fit its first line.",
        "The first line names the columns. Cells that hold the separator or a line break go in double quotes; a "
        "quote inside is written twice.",
    ),
    Rule(
        "front-matter-open",
        "Front matter starts and never ends.",
        "The keys of a page stand between two lines `---` (YAML) or `+++` (TOML), or in braces (JSON), the first of them on "
        "the first line of the file.",
    ),
    Rule(
        "front-matter-shape",
        "What stands between the `---` lines is no list of keys, or words follow the last brace of JSON on its line.",
        "Then it is taken as Markdown and shown. Write `key: value` lines; if a line across the page is meant, "
        "put a blank line before it.",
    ),
)

VALUES = (
    Rule(
        "unknown-key",
        "A key means nothing here.",
        "Mostly a slip of the pen, so the message names the nearest key that exists. The keys of a page are those "
        "that every page may have (`title`, `description`, `date`, `draft`, `slug`, `url`, `template`, `aliases`, "
        "`tags`, `id`, `forms`) and the `fields` of its collection.",
    ),
    Rule(
        "missing-key",
        "A page lacks a key that its collection requires.",
        "`required: true` in `_collection.yaml` asks every page of the folder for it. Add the key, or make it "
        "optional.",
    ),
    Rule(
        "wrong-type",
        "A value is not of the type that is asked for.",
        "Dates are written 2024-01-31, money 12.50 without a currency, booleans true or false, lists `[one, "
        "another]`. In a folder without `_collection.yaml` the value is left out with a warning.",
    ),
    Rule(
        "wrong-shape",
        "A list, a mapping or a text stands where another of the three belongs.",
        "The hint shows the shape that is expected.",
    ),
    Rule(
        "wrong-choice",
        "A value is none of those that can be chosen.",
        "The message lists what there is, the nearest first.",
    ),
    Rule(
        "foreign-key",
        "A key of another site generator has another name here, or none.",
        "The page is frozen all the same, but without what the key says. Rename it as the hint tells; `Title` is `title` here. "
        "`published: false`, `publish: false`, `status: draft`, `Draft: true`, `private: true` and `headless: true` are obeyed. "
        "`weight` and `nav_order` order pages where `_collection.yaml` says `sort: weight`; `hidden`, `unlisted` hide nothing.",
    ),
    Rule(
        "unknown-type",
        "There is no field type of this name, or not for this field.",
        "Front matter knows text, markdown, number, money, date, datetime, bool, list, url, email, image, page, select "
        "and object. Forms know text, textarea, email, url, number, rating, date, select, radio, checkbox, "
        "checkboxes, quantity and hidden. The `title` and `description` of a page are text, its `date` is a date or a moment.",
    ),
    Rule(
        "missing-options",
        "A field to choose from has nothing to choose.",
        "Add `options: [one, another]`, or a mapping of values to labels in a form.",
    ),
    Rule(
        "field-name",
        "A field cannot have this name.",
        "Templates and posts use the name, so it is made of letters, digits and `_`. Names that every page or "
        "every form has already are taken, and so are the few that scripts call on a form itself: `closest`, `elements`.",
    ),
    Rule(
        "unknown-field",
        "Something refers to a field that is not declared.",
        "`sort` of a collection, `show` and `thanks` of a form name fields. The hint lists those that exist.",
    ),
)

FORMS = (
    Rule(
        "form-name",
        "A file in `content/forms/` has a name that cannot be a form's.",
        "The form is called like its file: a to z, digits and `-`, a letter first, at most 40 characters. Each "
        "name once.",
    ),
    Rule(
        "missing-fields",
        "A form has no fields.",
        "`fields` is a list with at least one entry: `- {name: author, label: Your name, type: text}`.",
    ),
    Rule(
        "field-limit",
        "A limit of a form field makes no sense.",
        "`min` and `max` count characters of a text, the value of a number or rating, the count of a quantity. "
        "`pattern` is for texts, `options` for choices, `rows` for quantities.",
    ),
    Rule(
        "field-pattern",
        "The pattern of a form field is no regular expression, or one that can take too long.",
        "It is checked by the browser and by the server, against the whole value. Brackets have to be closed. A text that does "
        "not fit is tried in each way in which it could fit, and the pattern has to be done with that in about a second for "
        "whatever text the field takes: 1,000 characters without a `max`. In `([a-z]+-?)*` the same letters go round the "
        "repeat in many ways, and each letter more may double the time; write `[a-z]+(-[a-z]+)*`. In `\\w*\\d*\\w*` repeats in a "
        "row take the same signs, and a text of twice the length takes eight times as long. A `max` bounds both.",
    ),
    Rule(
        "unknown-form",
        "No form of this name is declared.",
        "A form is a file in `content/forms/`; `review.yaml` declares the form `review`.",
    ),
    Rule(
        "unknown-collection",
        "There is no collection of this name.",
        "A collection is a folder of pages below `content/`. `thread` and `rows` of a form name one.",
    ),
    Rule(
        "unknown-function",
        "The Python function that a form names does not exist, cannot be read, or takes other values.",
        "`derive: bookshop.menu:total` means the function `total(values, contract)` in `functions/bookshop/menu.py` of the site.",
    ),
)


READING = (*FILES, *SYNTAX, *VALUES, *FORMS, *ADDRESSES, *CONTENT)
