"""Writes days, numbers and amounts as a language does; one that is not here as English does (shared)."""

from datetime import date
from functools import lru_cache

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


@lru_cache(maxsize=1024)  # asked for by lists and by what is in them
def day_in_words(day: date, language: str) -> str:
    """Write a day: 18 November 2026, in German 18. November 2026."""
    if _is_german(language):
        return f"{day.day}. {GERMAN_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def day_of_year(day: date, language: str) -> str:
    """Write a day without its year: 18 November, in German 18. November."""
    return day_in_words(day, language).removesuffix(f" {day.year}")


def decimal(number: float, language: str) -> str:
    """Write a number with one digit after the point, in German after the comma."""
    written = f"{number:.1f}"
    return written.replace(".", ",") if _is_german(language) else written


def money(cents: int, currency: str, language: str = "en") -> str:
    """Write an amount: 1250 in EUR is €12.50, in CHF 12.50 CHF; in German 12,50 €. Raises TypeError for parts of a cent."""
    if isinstance(cents, float):
        raise TypeError("cents are a whole number")
    amount = f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    if _is_german(language):
        swapped = amount.translate(str.maketrans(",.", ".,"))
        return f"{swapped}\N{NO-BREAK SPACE}{SYMBOLS.get(currency, currency)}"
    return f"{SYMBOLS[currency]}{amount}" if currency in SYMBOLS else f"{amount} {currency}"


def _is_german(language: str) -> bool:
    return language.partition("-")[0] == "de"
