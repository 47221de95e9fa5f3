"""The bookshop with forms that mail follows: a notice to the owner, a receipt, and a letter to be confirmed."""

from dataclasses import replace

from live.bookshop import a_contract
from polynya_live.contract import Contract, Field, Form

OWNER = "owner@floe.example"

ORDER_BY_MAIL = Form(
    name="order",
    title="Order",
    fields=(
        Field(name="dishes", label="Dishes", type="quantity", rows="menu", required=True, max=9),
        Field(name="at", label="When", type="radio", options=(("noon", "At noon"), ("night", "At night"))),
        Field(name="note", label="A note", type="textarea"),
        Field(name="email", label="E-mail", type="email", required=True),
    ),
    submit="Order",
    thanks="Coming.",
    version="v1",
    notify="owner",
    receipt="email",
)
LETTER = Form(
    name="letter",
    title="Our letter",
    fields=(Field(name="email", label="E-mail", type="email", required=True),),
    submit="Sign up",
    thanks="Look into your mailbox.",
    version="v1",
    confirm="email",
    keep_s=3600 * 24 * 365,
)


def a_mailing_contract() -> Contract:
    """Write the bookshop's contract with forms that mail follows."""
    contract = a_contract()
    notifying = {"review": "owner", "contact": "desk@floe.example"}
    forms = {name: replace(form, notify=notifying.get(name, "")) for name, form in contract.forms.items()}
    return a_contract(forms={**forms, "order": ORDER_BY_MAIL, "letter": LETTER})
