"""Amounts have as many decimals as the currency of the site, wherever they are written."""

from pathlib import Path

import pytest

from build.sites import NOW, frozen, problems_of_freezing, write
from polynya.freeze import freeze_site

COLLECTION = """fields:
  price: {type: money, default: "%s"}
"""


def a_shop(root: Path, currency: str, price: str, usual: str) -> Path:
    return write(
        root,
        {
            "content/site.yaml": f"url: https://floe.example\ncurrency: {currency}\n",
            "content/teas/_collection.yaml": COLLECTION % usual,
            "content/teas/black.md": f"---\ntitle: Black\nprice: {price}\n---\nTea.\n",
            "content/teas/green.md": "# Green\n\nTea.\n",
            "templates/pages/page.html": "{% extends 'layouts/base.html' %}{% block main %}"
            "{% if page.fields.price is defined %}<b>{{ page.fields.price | money }}</b>{% endif %}{% endblock %}",
        },
    )


@pytest.mark.parametrize(
    ("currency", "written", "shown", "offered"),
    [
        ("KWD", ("1.250", "0.125"), ("1.250 KWD", "0.125 KWD"), "1.250"),
        ("TND", ("3", "2.5"), ("3.000 TND", "2.500 TND"), "3.000"),
        ("JPY", ("1200", "500.00"), ("¥1,200", "¥500"), "1200"),
        ("EUR", ("4.5", "2.50"), ("€4.50", "€2.50"), "4.50"),
    ],
    ids=["three", "three-unwritten", "none", "two"],
)
def test_an_amount_has_the_decimals_of_its_currency(  # noqa: PLR0917 -- pytest gives them by name
    tmp_path: Path, currency: str, written: tuple[str, str], shown: tuple[str, str], offered: str
) -> None:
    freeze_site(a_shop(tmp_path, "EUR", "7", "8"), now=NOW)
    freeze_site(a_shop(tmp_path, currency, *written), now=NOW)  # which was another one before

    pages = [frozen(tmp_path, f"teas/{name}/index.html") for name in ("black", "green")]
    assert [f"<b>{one}</b>" in page for one, page in zip(shown, pages, strict=True)] == [True, True]
    assert f'"price": "{offered}"' in pages[0]


@pytest.mark.parametrize(
    ("currency", "price", "told"),
    [
        ("JPY", "12.50", 'must be an amount in whole JPY, not "12.50": write 13.'),
        ("JPY", "¥1,200", 'must be an amount in whole JPY, not "¥1,200": write 1200.'),
        ("KWD", "KD 1,250", 'must be an amount of money, not "KD 1,250": write 1.250.'),
        ("EUR", "1.255", 'must be an amount of money, not "1.255": write 1255.00.'),
    ],
    ids=["fraction", "sign", "thousandths", "cents"],
)
def test_decimals_that_a_currency_does_not_have_are_told(tmp_path: Path, currency: str, price: str, told: str) -> None:
    problems = problems_of_freezing(a_shop(tmp_path, currency, f'"{price}"', "0"))

    assert [f"{one.fact}: {one.hint}" for one in problems] == [f'"price" {told}']
