"""How languages write days, numbers and amounts: a start for their words, so that nobody has to look that up (build wing)."""

from polynya_live.words.writing import DAY, DAY_OF_YEAR, ENGLISH_MONTHS, FIRST, NUMBER, PRICE

_AFTER = "{amount}\N{NO-BREAK SPACE}{currency}"
_DOTS, _BLANKS = "1.234,56", "1\N{NARROW NO-BREAK SPACE}234,56"
_YEARS = ("\N{NO-BREAK SPACE}г.", "\N{NO-BREAK SPACE}р.", " {year}", " de")
"""What stands around a year, from the end of a day."""
_OF = "{day} de {month} de {year}"
_DOT = "{day}. {month} {year}"

# Months as they stand in a date; the order of a day; the sample of a number; where the currency stands.
_WAYS = {
    "ar": ("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر", DAY, NUMBER, _AFTER),
    "cs": (
        "ledna února března dubna května června července srpna září října listopadu prosince",
        _DOT, _BLANKS, _AFTER,
    ),
    "cy": (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
        DAY, NUMBER, PRICE,
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
    "he": (
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        "{day} ב{month} {year}", NUMBER, _AFTER,
    ),
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        DAY, _DOTS, _AFTER,
    ),
    "ja": ("1 2 3 4 5 6 7 8 9 10 11 12", "{year}年{month}月{day}日", NUMBER, PRICE),
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
    "ru": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "{day} {month} {year}\N{NO-BREAK SPACE}г.", _BLANKS, _AFTER,
    ),
    "sv": ("januari februari mars april maj juni juli augusti september oktober november december", DAY, _BLANKS, _AFTER),
    "tr": ("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık", DAY, _DOTS, PRICE),
    "uk": (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "{day} {month} {year}\N{NO-BREAK SPACE}р.", _BLANKS, _AFTER,
    ),
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
    without = order.removeprefix("{year}年")
    for around in _YEARS:
        without = without.removesuffix(around)
    orders = {DAY: order, DAY_OF_YEAR: without}
    first = _FIRST.get(usual, "1")
    firsts = {FIRST[one]: said.replace("{day}", first) for one, said in orders.items()}
    return {**dict(zip(ENGLISH_MONTHS, months.split(), strict=True)), **orders, **firsts, NUMBER: number, PRICE: price}
