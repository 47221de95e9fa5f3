"""GET /live/contract: the versions this function answers, for the drift check (live wing)."""

from flask import Response, jsonify

from ..wing import wing


def answer() -> Response:
    """Name the release and the version of each form."""
    contract = wing().contract
    return jsonify(
        release=contract.release, forms={name: form.version for name, form in sorted(contract.forms.items())}
    )
