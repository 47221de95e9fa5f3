"""Our signature of a request is the one that AWS's own library writes."""

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from polynya_live.store import StoreUnavailable
from polynya_live.store.dynamo.signature import Asked, Keys, find_keys, signed

AT = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
HOST = "dynamodb.eu-central-1.amazonaws.com"


def signed_by_botocore(headers: dict[str, str], body: bytes, keys: Keys, region: str) -> str:
    request = AWSRequest("POST", f"https://{headers['host']}/", headers=headers, data=body)
    signer = SigV4Auth(Credentials(keys.access, keys.secret, keys.token or None), "dynamodb", region)
    request.context["timestamp"] = AT.strftime("%Y%m%dT%H%M%SZ")
    if keys.token:
        request.headers["X-Amz-Security-Token"] = keys.token
    request.headers["X-Amz-Date"] = request.context["timestamp"]
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    return f"Signature={signature}"


@given(
    body=st.binary(max_size=200),
    secret=st.text("abcXYZ019/+", min_size=8, max_size=40),
    token=st.text("abcXYZ019/+=", max_size=40),
    place=st.sampled_from([("eu-central-1", HOST), ("us-east-1", "127.0.0.1:8000")]),
)
def test_it_equals_that_of_botocore(body: bytes, secret: str, token: str, place: tuple[str, str]) -> None:
    region, host = place
    keys = Keys("AKIATEST", secret, token)
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": host,
        "x-amz-target": "DynamoDB_20120810.PutItem",
    }

    ours = signed(headers, body, keys=keys, region=region, at=AT)

    assert ours["authorization"].rpartition(", ")[2] == signed_by_botocore(headers, body, keys, region)
    assert ours.get("x-amz-security-token", "") == token


@given(
    body=st.binary(max_size=200), token=st.text("abcXYZ019/+=", max_size=40), name=st.text("abc-_.~ /+%ü", min_size=1)
)
def test_that_of_an_object_equals_that_of_botocore(body: bytes, token: str, name: str) -> None:
    keys = Keys("AKIATEST", "secret secret", token)
    digest = sha256(body).hexdigest()
    asked = Asked(method="PUT", path=quote(f"/journal/a{name}"), query="list-type=2&prefix=journal%2F", service="s3")
    request = AWSRequest("PUT", f"https://bucket.example{asked.path}?{asked.query}", data=body)
    signer = S3SigV4Auth(Credentials(keys.access, keys.secret, token or None), "s3", "eu-central-1")
    request.context["timestamp"] = AT.strftime("%Y%m%dT%H%M%SZ")
    request.headers["Host"] = "bucket.example"
    if token:
        request.headers["X-Amz-Security-Token"] = token
    request.headers["X-Amz-Date"] = request.context["timestamp"]
    request.headers["X-Amz-Content-SHA256"] = digest

    ours = signed(
        {"host": "bucket.example", "x-amz-content-sha256": digest},
        body,
        keys=keys,
        region="eu-central-1",
        at=AT,
        asked=asked,
    )

    theirs = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert ours["authorization"].rpartition("Signature=")[2] == theirs


def test_secrets_are_not_printed() -> None:
    assert "hush" not in repr(Keys("AKIATEST", "hush", "hush hush"))


def test_credentials_of_a_profile_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("aws") / "credentials"
    file.write_text("[shop]\naws_access_key_id = AKIASHOP\naws_secret_access_key = hush\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_PROFILE", "shop")

    assert find_keys() == Keys("AKIASHOP", "hush", "")


def test_no_credentials_are_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(StoreUnavailable, match="no AWS credentials"):
        find_keys()
