"""Writes days, numbers and amounts as a language does: names and order are texts of its catalogue, like any other (shared)."""

from datetime import date
from functools import lru_cache

from . import say, when_brought

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "TRY": "₺", "UAH": "₴", "VND": "₫"}
UNDIVIDED = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
"""Currencies without cents, of ISO 4217: an amount is kept in hundredths of them all the same."""
THOUSANDTHS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
"""Those with three decimals: an amount is kept in thousandths of them."""
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY, DAY_OF_YEAR = "{day} {month} {year}", "{day} {month}"
FIRST = {DAY: "1 {month} {year}", DAY_OF_YEAR: "1 {month}"}
"""The order of a day; how the first of a month is written where that is not like the others: 1er novembre."""
NUMBER, PRICE = "1,234.56", "{currency}{amount}"
"""How a number is written, shown by this one; where the currency stands."""
WAYS = (*ENGLISH_MONTHS, DAY, FIRST[DAY], DAY_OF_YEAR, FIRST[DAY_OF_YEAR], NUMBER, PRICE)
_LEFTWARDS = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


@lru_cache(maxsize=1024)  # asked for by lists and by what is in them
def day_in_words(day: date, language: str) -> str:
    """Write a day: 18 November 2026, in German 18. November 2026."""
    return _written(day, DAY, language)


def day_of_year(day: date, language: str) -> str:
    """Write a day without its year: 18 November, in German 18. November."""
    return _written(day, DAY_OF_YEAR, language)


def decimal(number: float, language: str) -> str:
    """Write a number with one digit after the point, in German after the comma."""
    return f"{number:.1f}".replace(".", _signs(language)[1])


def plain_number(number: float, language: str) -> str:
    """Write a number as it was given, in German with a comma; never as 1e-05."""
    return (f"{number:.15f}".rstrip("0") if "e" in str(number) else str(number)).replace(".", _signs(language)[1])


def money(cents: int, currency: str, language: str = "en") -> str:
    """Write an amount: 1250 in EUR is €12.50, in CHF 12.50 CHF, in KWD 1.250 KWD; in German 12,50 €; 120000 in JPY is ¥1,200.

    Raises TypeError for parts of a cent.
    """
    if isinstance(cents, float):
        raise TypeError("cents are a whole number")
    thousands, point, order = _signs(language)
    whole, _, parts = plain_money(abs(cents), currency).partition(".")
    whole = f"{int(whole):,}".replace(",", thousands)
    amount = f"{'-' if cents < 0 else ''}{whole}{point if parts else ''}{parts}"
    if order != PRICE:
        return order.format(currency=SYMBOLS.get(currency, currency), amount=amount)
    return f"{SYMBOLS[currency]}{amount}" if currency in SYMBOLS else f"{amount} {currency}"


def plain_money(cents: int, currency: str) -> str:
    """Write an amount as programs read it: 12.50, 1.250 in KWD, 1200 in JPY."""
    digits = max(2, decimals_of(currency))
    whole, parts = divmod(abs(cents), 10**digits)
    behind = "" if currency in UNDIVIDED and not parts else f".{parts:0{digits}}"
    return f"{'-' if cents < 0 else ''}{whole}{behind}"


def decimals_of(currency: str) -> int:
    """Say how many decimals an amount in a currency may have. https://www.iso.org/iso-4217-currency-codes.html"""
    return 0 if currency in UNDIVIDED else 3 if currency in THOUSANDTHS else 2


def direction(language: str) -> str:
    """Say "rtl" of a language that is written from right to left, "" of any other."""
    usual, *more = language.lower().split("-")
    return "rtl" if usual in _LEFTWARDS or "arab" in more or "hebr" in more else ""


def _written(day: date, order: str, language: str) -> str:
    said = say(order, language)
    if day.day == 1 and (first := say(FIRST[order], language)) != FIRST[order]:
        said = first
    return said.format(day=day.day, month=say(ENGLISH_MONTHS[day.month - 1], language), year=day.year)


@lru_cache(maxsize=32)
def _signs(language: str) -> tuple[str, str, str]:
    """Take what stands between thousands, and before the cents, from the number shown; where the currency stands."""
    shown = say(NUMBER, language)
    return shown[1:-6], shown[-3], say(PRICE, language)


when_brought(day_in_words.cache_clear)
when_brought(_signs.cache_clear)
