"""Mail goes to one address, whatever a visitor typed, and a second try is the same message."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from live.mail.postman import post_office
from polynya_live.mail import Mail, MailRefused, MailUnavailable, open_mailer, write_message
from polynya_live.mail.ses import SesMailer

NOW = 1_800_000_000_000
SITE = "https://floe.example"


def a_mail(**different: Any) -> Mail:
    return Mail(
        **{"key": "review-1", "to": "owner@floe.example", "subject": "A review waits", "text": "Hello\n"} | different
    )


def parsed(path: Path) -> email.message.EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, email.message.EmailMessage)
    return message


def test_outbox_keeps_a_message_as_a_file_of_its_own(tmp_path: Path) -> None:
    open_mailer(f"outbox:{tmp_path}/out", site_url=SITE).send(a_mail(html="<p>Hello</p>"), now=NOW)

    [file] = (tmp_path / "out").iterdir()
    message = parsed(file)
    assert (message["From"], message["To"]) == ("no-reply@floe.example", "owner@floe.example")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_second_try_is_the_same_message(tmp_path: Path) -> None:
    mailer = open_mailer(f"outbox:{tmp_path}", site_url=SITE)

    mailer.send(a_mail(), now=NOW)
    mailer.send(a_mail(), now=NOW + 60_000)

    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "address",
    [
        "jürgen@floe.example",
        "a@ü..example",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "nobody",
        "",
        "a@",
        "<a@b.example>",
        "a@b;c@d",
    ],
)
def test_mail_to_anything_but_one_address_is_refused(address: str) -> None:
    with pytest.raises(MailRefused):
        write_message(a_mail(to=address), sender="shop@floe.example", now=NOW)


def test_a_domain_of_any_alphabet_is_written_as_every_server_takes_it() -> None:
    message = write_message(a_mail(to="ada@smörgås.example"), sender="shop@floe.example", now=NOW)

    assert message["To"] == "ada@xn--smrgs-pra0j.example"


def test_an_outbox_that_cannot_be_written_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("no folder")

    with pytest.raises(MailUnavailable):
        open_mailer(f"outbox:{tmp_path}/out", site_url=SITE).send(a_mail(), now=NOW)


def test_a_mail_program_finds_the_link_to_unsubscribe_as_it_is() -> None:
    link = f"{SITE}/live/unsubscribe/newsletter/{'a' * 24}/{'b' * 24}"

    raw = bytes(write_message(a_mail(unsubscribe=link), sender="shop@floe.example", now=NOW))

    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in raw


@given(st.text())
def test_no_subject_becomes_a_header_of_its_own(subject: str) -> None:
    raw = bytes(write_message(a_mail(subject=f"x{subject}"), sender="shop@floe.example", now=NOW))

    names = {name.lower() for name in email.message_from_bytes(raw)}
    headers = "from to subject date message-id auto-submitted content-type content-transfer-encoding mime-version"
    assert names == set(headers.split())


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?q?Hello=0ABcc:_evil@x.example?=", "=?utf-8?q?=0D=0A=0D=0AA_body?=", "Hi =?us-ascii?b?Cg==?=", "W" * 150],
)
def test_a_subject_says_what_it_says_though_it_looks_encoded(subject: str) -> None:
    raw = bytes(write_message(a_mail(subject=subject), sender="shop@floe.example", now=NOW))

    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert (read["Subject"], read["Bcc"]) == (subject, None)


def test_no_sign_that_a_server_refuses_or_a_terminal_obeys_is_in_a_mail() -> None:
    said = "a\0b\x1b[31mc\x9bd\x85e\tf\n"

    raw = bytes(write_message(a_mail(text=said, html=f"<p>{said}</p>"), sender="shop@floe.example", now=NOW))

    read = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [part.get_content().split() for part in read.iter_parts()]  # type: ignore[attr-defined]
    assert parts == [
        [f"{mark}a\ufffdb\ufffd[31mc\ufffdd\ufffde", "f", *rest] for mark, *rest in ([""], ["<p>", "</p>"])
    ]
    assert not set(raw) & {*range(9), 11, 12, *range(14, 32), 127}


@pytest.fixture
def postman() -> Iterator[tuple[str, list[bytes]]]:
    with post_office() as office:
        yield office.address, office.received


def test_smtp_hands_the_message_over(postman: tuple[str, list[bytes]]) -> None:
    address, received = postman

    open_mailer(address, site_url=SITE).send(a_mail(subject="Grüße"), now=NOW)

    assert b"From: shop@floe.example" in received[0]


@pytest.mark.parametrize(
    ("to", "fault"), [("nobody@floe.example", MailRefused), ("later@floe.example", MailUnavailable)]
)
def test_smtp_tells_never_from_not_now(postman: tuple[str, list[bytes]], to: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        open_mailer(postman[0], site_url=SITE).send(a_mail(to=to), now=NOW)


@pytest.mark.parametrize("at", [b"CALL", b"MAIL"])
def test_what_a_server_says_of_us_refuses_no_message_for_good(at: bytes) -> None:
    with post_office() as office:
        office.refused[at] = b"554 5.7.1 you may not send here"

        with pytest.raises(MailUnavailable):
            open_mailer(office.address, site_url=SITE).send(a_mail(), now=NOW)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (b"554 Message rejected: Sending suspended for this account.", MailUnavailable),
        (b"554 Message rejected: this is spam", MailRefused),
    ],
    ids=["account", "message"],
)
def test_what_a_server_says_at_the_end_is_of_the_account_or_the_message(said: bytes, fault: type[Exception]) -> None:
    with post_office() as office:
        office.refused[b"KEPT"] = said

        with pytest.raises(fault):
            open_mailer(office.address, site_url=SITE).send(a_mail(), now=NOW)


def test_smtp_without_a_server_can_be_tried_again() -> None:
    with pytest.raises(MailUnavailable):
        open_mailer("smtp://127.0.0.1:1", site_url=SITE).send(a_mail(), now=NOW)


def test_a_password_never_goes_out_without_tls(postman: tuple[str, list[bytes]]) -> None:
    address = postman[0].replace("smtp://", "smtp://me:secret@")

    with pytest.raises(MailUnavailable, match="no TLS"):
        open_mailer(address, site_url=SITE).send(a_mail(), now=NOW)


def test_ses_takes_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        ses = boto3.client("sesv2", region_name="eu-central-1")
        mailer = open_mailer("ses://eu-central-1?from=shop@floe.example", site_url=SITE)
        with pytest.raises(MailRefused):
            mailer.send(a_mail(), now=NOW)

        ses.create_email_identity(EmailIdentity="shop@floe.example")
        mailer.send(a_mail(), now=NOW)


@pytest.mark.parametrize(
    ("code", "said", "fault"),
    [
        (
            "MessageRejected",
            "Email address is not verified. The following identities failed the check",
            MailUnavailable,
        ),
        ("MessageRejected", "Address blacklisted.", MailRefused),
        ("AccountSuspendedException", "Your account is suspended.", MailUnavailable),
        (
            "MessageRejected",
            "Sending suspended for this account. For more information, read your mail.",
            MailUnavailable,
        ),
        ("BadRequestException", "Sending is paused for this configuration set", MailUnavailable),
    ],
)
def test_what_is_wrong_with_the_account_of_ses_refuses_no_message_for_good(
    monkeypatch: pytest.MonkeyPatch, *, code: str, said: str, fault: type[Exception]
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    mailer = SesMailer("eu-central-1", "shop@floe.example")

    with Stubber(mailer._client) as ses, pytest.raises(fault):
        ses.add_client_error("send_email", code, said)
        mailer.send(a_mail(), now=NOW)
