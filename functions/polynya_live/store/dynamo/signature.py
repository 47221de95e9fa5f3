"""Signs a request to AWS (Signature Version 4), so that a function need not import boto3 to reach its table or journal (shared).

The rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from ...values import dataclass, field
from .. import StoreUnavailable

ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Keys:
    """Credentials of one moment. token: of temporary ones, else ""."""

    access: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks of which service; by default what every call of DynamoDB is. path, query: encoded, query sorted."""

    method: str = "POST"
    path: str = "/"
    query: str = ""
    service: str = "dynamodb"


DYNAMODB = Asked()


def find_keys() -> Keys:
    """Read the credentials of this process: its environment in Lambda, else wherever boto3 finds them.

    Raises StoreUnavailable when there are none.
    """
    if "AWS_ACCESS_KEY_ID" in os.environ and "AWS_SECRET_ACCESS_KEY" in os.environ:
        token = os.environ.get("AWS_SESSION_TOKEN", "")
        return Keys(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], token)
    found = _session_keys()
    if found is None:
        raise StoreUnavailable("no AWS credentials: set AWS_PROFILE, or run `aws configure`")
    return found


def _session_keys() -> Keys | None:
    try:
        import botocore.session  # noqa: PLC0415 -- 100 ms: only where profiles are used, never in a function
    except ImportError:
        return None
    credentials = botocore.session.get_session().get_credentials()
    if credentials is None:
        return None
    now = credentials.get_frozen_credentials()
    return Keys(now.access_key or "", now.secret_key or "", now.token or "")


def signed(
    headers: Mapping[str, str], body: bytes, *, keys: Keys, region: str, at: datetime, asked: Asked = DYNAMODB
) -> dict[str, str]:
    """Complete the headers of a request with its date and signature.

    headers: with lower-case names, `host` among them. at: an aware time; AWS takes 5 minutes of difference.
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "x-amz-date": stamp} | ({"x-amz-security-token": keys.token} if keys.token else {})
    names = ";".join(sorted(sent))
    lines = (f"{name}:{sent[name].strip()}" for name in sorted(sent))
    canonical = "\n".join((asked.method, asked.path, asked.query, *lines, "", names, _digest(body)))
    scope = f"{stamp[:8]}/{region}/{asked.service}/aws4_request"
    text = "\n".join((ALGORITHM, stamp, scope, _digest(canonical.encode())))
    signature = _mac(_signing_key(keys.secret, scope), text).hex()
    authorization = f"{ALGORITHM} Credential={keys.access}/{scope}, SignedHeaders={names}, Signature={signature}"
    return sent | {"authorization": authorization}


def _signing_key(secret: str, scope: str) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
