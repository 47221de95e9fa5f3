"""The elements of HTML, the emoji that most texts ask for, and the kinds of notes that other generators have (build wing)."""

_HTML = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed "
    "fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes "
    "noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp script "
    "search section select slot small source span strike strong style sub summary sup svg table tbody td template "
    "textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
)
OF_HTML = frozenset(_HTML.split())
EMOJI = {
    "smile": "😄", "grin": "😁", "wink": "😉", "heart": "❤️", "+1": "👍", "thumbsup": "👍", "tada": "🎉", "rocket": "🚀",
    "warning": "⚠️", "bulb": "💡", "memo": "📝", "pencil": "📝", "sparkles": "✨", "bug": "🐛", "fire": "🔥", "star": "⭐",
    "books": "📚", "book": "📖", "link": "🔗", "eyes": "👀", "wave": "👋", "zap": "⚡", "construction": "🚧", "lock": "🔒",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "question": "❓", "exclamation": "❗", "100": "💯",
    "point_right": "👉", "information_source": "ℹ️", "gear": "⚙️", "package": "📦", "coffee": "☕", "arrow_right": "➡️",
}  # fmt: skip
GITHUB_NOTES = frozenset(("note", "tip", "important", "warning", "caution"))
_OTHER_NOTES = (
    "abstract admonition attention bug callout check danger done error example fail failure faq hint help info missing "
    "question quote seealso success summary tldr todo"
)
NOTES = GITHUB_NOTES.union(_OTHER_NOTES.split())


def callout(kind: str, title: str = "", fold: str = "") -> str:
    """Write the first line of a note of some kind as it is written here."""
    word = kind.upper() if kind in GITHUB_NOTES else "NOTE" if kind in ("admonition", "callout", "") else kind
    return f"> [!{word}]{fold}{' ' if title else ''}{title}"
