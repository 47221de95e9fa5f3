"""Say what to do about a refusal of AWS, by its code; knows nothing of boto3 (build wing)."""

import re

_SAID = re.compile(r"\b4\d\d ([A-Z]\w+)")
"""How a store or a journal names what AWS answered: "dynamodb: Query: 400 ExpiredTokenException …"."""

SIGN_IN = "sign in again: `aws sso login`, or new keys with `aws configure`; then run the command again."
_CLOCK = "set the clock of this machine (`timedatectl`), then run the command again."
_KEYS = "AWS does not know these keys: look at AWS_PROFILE and AWS_ACCESS_KEY_ID, or run `aws configure`."
_BUSY = "AWS is asked too often just now; run the command again in a minute, it goes on."
_ACTS = {
    "ExpiredToken": SIGN_IN,
    "ExpiredTokenException": SIGN_IN,
    "InvalidAccessKeyId": _KEYS,
    "InvalidClientTokenId": _KEYS,
    "InvalidSignatureException": f"either the secret key is not the one of this key, or {_CLOCK}",
    "OptInRequired": "this account has not switched the region or the service on; see the AWS console.",
    "ProvisionedThroughputExceededException": _BUSY,
    "RequestExpired": _CLOCK,
    "RequestLimitExceeded": _BUSY,
    "RequestTimeTooSkewed": _CLOCK,
    "SignatureDoesNotMatch": f"either the secret key is not the one of this key, or {_CLOCK}",
    "SlowDown": _BUSY,
    "TooManyInvalidationsInProgress": _BUSY,
    "TooManyRequestsException": _BUSY,
    "UnrecognizedClientException": _KEYS,
}


def act_for(code: str) -> str:
    """Name the next act after a refusal with this code; "" when there is none of its own."""
    if "Denied" in code or "Unauthorized" in code:
        return "`freeze doctor` says which permissions are missing; docs/deploying has the policy."
    return _BUSY if "Throttl" in code else _ACTS.get(code, "")


def act_after(said: str) -> str:
    """Name the next act after what a store said; "" when AWS has no part in it."""
    found = _SAID.search(said)
    return act_for(found[1]) if found else ""
