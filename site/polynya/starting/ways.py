"""How languages write days, numbers and amounts: a start for their words, so that nobody has to look that up (build wing)."""

from polynya_live.words.writing import DAY, DAY_OF_YEAR, ENGLISH_MONTHS, FIRST, NUMBER, PRICE

_AFTER = "{amount}\N{NO-BREAK SPACE}{currency}"
_DOTS, _BLANKS = "1.234,56", "1\N{NARROW NO-BREAK SPACE}234,56"
_OF = "{day} de {month} de {year}"
_DOT = "{day}. {month} {year}"

# Months as they stand in a date; the order of a day; the sample of a number; where the currency stands.
_WAYS = {
    "cs": (
        "ledna února března dubna května června července srpna září října listopadu prosince",
        _DOT, _BLANKS, _AFTER,
    ),
    "da": ("januar februar marts april maj juni juli august september oktober november december", _DOT, _DOTS, _AFTER),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        _OF, _DOTS, _AFTER,
    ),
    "fi": (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
        "marraskuuta joulukuuta",
        _DOT, _BLANKS, _AFTER,
    ),
    "fr": ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre", DAY, _BLANKS, _AFTER),
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        DAY, _DOTS, _AFTER,
    ),
    "nb": ("januar februar mars april mai juni juli august september oktober november desember", _DOT, _BLANKS, _AFTER),
    "nl": (
        "januari februari maart april mei juni juli augustus september oktober november december",
        DAY, _DOTS, "{currency}\N{NO-BREAK SPACE}{amount}",
    ),
    "pl": (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        DAY, _BLANKS, _AFTER,
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        _OF, _DOTS, _AFTER,
    ),
    "sv": ("januari februari mars april maj juni juli augusti september oktober november december", DAY, _BLANKS, _AFTER),
}  # fmt: skip
_FIRST = {"fr": "1er", "it": "1º"}
_ALIKE = {"nn": "nb", "no": "nb"}


def ways_of(language: str) -> dict[str, str]:
    """Give what is known of a language, by English text; nothing for one that is not here."""
    usual = language.partition("-")[0].lower()
    usual = _ALIKE.get(usual, usual)
    if usual not in _WAYS:
        return {}
    months, order, number, price = _WAYS[usual]
    without = order.removesuffix(" {year}").removesuffix(" de")
    orders = {DAY: order, DAY_OF_YEAR: without}
    first = _FIRST.get(usual, "1")
    firsts = {FIRST[one]: said.replace("{day}", first) for one, said in orders.items()}
    return {**dict(zip(ENGLISH_MONTHS, months.split(), strict=True)), **orders, **firsts, NUMBER: number, PRICE: price}
