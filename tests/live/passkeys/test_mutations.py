"""What a passkey answered, changed anywhere: nothing opens, nothing breaks."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from live.accounts.account_shop import OWNER, Shop, post
from live.passkeys.authenticator import Authenticator, text_of
from live.passkeys.steps import ask, is_in, send
from polynya_live.passkeys.challenges import ENTER, make_challenge
from polynya_live.passkeys.response import ADDED, ENTERED, decoded
from polynya_live.store import Store

EXAMPLES = settings(max_examples=150, deadline=None)


def fresh(shop: Shop, store: Store) -> dict[str, Any]:
    """Make a challenge as the route does, which lets nobody ask a hundred times."""
    return {"challenge": text_of(make_challenge(store, ENTER, now=shop.clock()))}


Change = tuple[str, int]
"""How a text is changed, and where; drawn before the text is known, for every challenge is another."""
CHANGES = st.tuples(st.sampled_from(["bit", "cut", "letter", "=", "\n", "!", "A"]), st.integers(0, 8 * 4096))


def changed(text: str, change: Change) -> str:
    """Turn one bit of the bytes that a text writes, or change the text itself; never to the same text."""
    kind, place = change
    if kind == "bit":
        content = bytearray(decoded(text))
        content[place // 8 % len(content)] ^= 1 << place % 8
        return text_of(bytes(content))
    at = place % len(text)
    if kind == "letter":
        return text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1 :]
    return text[:at] if kind == "cut" else text[:at] + kind + text[at:]


def test_an_answer_with_any_byte_changed_opens_nothing(shop: Shop, store: Store, passkey: Authenticator) -> None:
    @EXAMPLES
    @given(st.sampled_from([*ENTERED, "id", "rawId", "both"]), CHANGES)
    def refused(name: str, change: Change) -> None:
        response = passkey.get(fresh(shop, store))
        parts = response["response"]
        if name in parts:
            parts[name] = changed(parts[name], change)
        else:
            other = changed(response["id"], change)
            for one in ("id", "rawId") if name == "both" else (name,):
                response[one] = other

        answer = send(client, response)

        assert answer.status_code == 422
        assert "Set-Cookie" not in answer.headers

    client = shop.client()
    refused()
    assert not is_in(client)
    assert send(client, passkey.get(ask(client))).status_code == 303


def test_json_of_any_shape_is_refused_in_words(shop: Shop, passkey: Authenticator) -> None:
    shapes = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    )

    @EXAMPLES
    @given(st.data())
    def refused(data: st.DataObject) -> None:
        response = deepcopy(good)
        place = data.draw(st.sampled_from([response, response["response"]]))
        place[data.draw(st.sampled_from([name for name in place if name != "clientExtensionResults"]))] = data.draw(
            shapes
        )

        assert send(shop.client(), response).status_code == 422

    good = passkey.get({"challenge": text_of(bytes(32))})
    refused()
    for text in ("", "null", "[]", "[" * 20_000, '{"id":' * 5_000, '{"id": 1', "\0", json.dumps(good)[:-1]):
        assert send(shop.client(), text).status_code == 422


def test_a_new_passkey_with_a_changed_part_breaks_nothing(shop: Shop) -> None:
    @EXAMPLES
    @given(st.sampled_from(ADDED), CHANGES)
    def answered(name: str, change: Change) -> None:
        made = Authenticator().create(ask(owner, "new"))
        made["response"][name] = changed(made["response"][name], change)

        answer = post(owner, "/live/passkeys/", name="x", credential=json.dumps(made))

        assert answer.status_code in (303, 422)

    owner = shop.signed_in(OWNER)
    answered()
