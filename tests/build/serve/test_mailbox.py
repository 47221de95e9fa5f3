"""The outbox in the preview: the author reads mail there and in the terminal; to everybody else it is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from build.serve.client import Answer, ask, post
from build.sites import SHOP, write
from polynya.serve.gateway import Request
from polynya.serve.mailbox import Mailbox, open_mailbox
from polynya_live.mail import Mail, open_mailer
from serving import end_of, serving, start_server

HERE = "http://127.0.0.1:5000"
ENTER = f"{HERE}/live/account/enter/{'k' * 24}/{'p' * 24}"
SECRET = "the secret of this machine, of 32 characters"
NASTY = "<script>alert(1)</script>"


def send(folder: Path, **differs: str) -> None:
    mail = {
        "key": "1",
        "to": "ada@floe.example",
        "subject": "Sign in: Floe",
        "text": f"Open this:\n{ENTER}\n",
    } | differs
    open_mailer(f"outbox:{folder}", site_url=HERE).send(Mail(**mail), now=1_795_000_000_000)


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    found = open_mailbox(HERE, f"outbox:{tmp_path}?from=shop@floe.example", SECRET)
    assert found
    return found


def look(
    mailbox: Mailbox, path: str = "", *, address: str = "127.0.0.1", protocol: str = "HTTP/1.1", **headers: str
) -> tuple[int, str]:
    path = path or mailbox.address.removeprefix(HERE)
    sent = {"host": "127.0.0.1:5000"} | {name.replace("_", "-"): value for name, value in headers.items()}
    reply = mailbox.answer(
        Request(method="GET", path=path, headers=tuple(sent.items()), address=address, protocol=protocol)
    )
    return reply.status, reply.body.decode()


@pytest.mark.parametrize("name", ["localhost", "[::1]", "127.0.0.1"])
def test_a_link_by_another_name_of_this_machine_is_one(mailbox: Mailbox, tmp_path: Path, name: str) -> None:
    link = ENTER.replace("127.0.0.1", name)
    said: list[str] = []

    mailbox.telling(lambda: send(tmp_path, text=f"Open this:\n{link}\n") or 1, said.append)()

    [path] = re.findall(r'href="(/live/outbox/\w{24}/\w{32})"', look(mailbox)[1])
    assert link in said[0]
    assert f'<a href="{link}">' in look(mailbox, path)[1]


def test_a_letter_is_listed_and_read_as_text_and_as_html(mailbox: Mailbox, tmp_path: Path) -> None:
    send(tmp_path, html="<p>Hello there</p>")

    status, page = look(mailbox)
    link = re.search(r'href="(/live/outbox/\w{24}/\w{32})"', page)
    assert status == 200 and link and "Sign in: Floe" in page and "ada@floe.example" in page
    assert f'<a href="{ENTER}">{ENTER}</a>' in look(mailbox, link[1])[1]
    assert "<p>Hello there</p>" in look(mailbox, f"{link[1]}/html")[1]


def test_what_visitors_wrote_is_text(mailbox: Mailbox, tmp_path: Path) -> None:
    send(tmp_path, subject=NASTY, text=f'{NASTY}\n{HERE}/"onclick=x\n')

    _, page = look(mailbox)
    link = re.search(r"/live/outbox/\w{24}/\w{32}", page)
    assert link

    for text in (page, look(mailbox, link[0])[1]):
        assert "<script>" not in text and '"onclick' not in text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.7", {}),
        ("127.0.0.1", {"host": "evil.example"}),
        ("127.0.0.1", {"host": ""}),
        ("127.0.0.1", {"x_forwarded_for": "203.0.113.9"}),
        ("127.0.0.1", {"forwarded": "for=203.0.113.9"}),
        ("127.0.0.1", {"protocol": "HTTP/1.0"}),
        ("", {}),
    ],
)
def test_it_is_for_a_browser_of_this_machine_only(
    mailbox: Mailbox, tmp_path: Path, address: str, headers: dict[str, str]
) -> None:
    send(tmp_path)

    status, page = look(mailbox, address=address, **headers)

    assert status == 404 and "ada" not in page


@pytest.mark.parametrize("path", ["../secret", "%2e%2e", "x" * 32, "a" * 32, ("a" * 32) + "/other"])
def test_only_letters_are_read(mailbox: Mailbox, path: str) -> None:
    assert look(mailbox, f"{mailbox.address.removeprefix(HERE)}{path}")[0] == 404


@pytest.mark.parametrize("path", ["/live/outbox/", f"/live/outbox/{'0' * 24}/", "/live/outbox/\udcff"], ids=ascii)
def test_behind_a_proxy_that_says_nothing_its_address_is_the_key(mailbox: Mailbox, tmp_path: Path, path: str) -> None:
    send(tmp_path)

    status, page = look(mailbox, path)

    assert status == 404 and "ada" not in page and "the address that `freeze serve` prints" in page
    assert mailbox.address != Mailbox(tmp_path, HERE, SECRET[::-1]).address


@pytest.mark.parametrize(
    ("site", "mail"),
    [
        ("https://floe.example", "outbox:var/outbox"),
        (HERE, "smtp://localhost"),
        (HERE, "ses://eu-central-1"),
        (HERE, ""),
        ("http://192.168.1.7:5000", "outbox:var/outbox"),
    ],
)
def test_there_is_none_for_a_site_that_others_reach_or_mail_that_leaves(site: str, mail: str) -> None:
    assert open_mailbox(site, mail, SECRET) is None


def test_the_terminal_tells_of_each_letter_once(mailbox: Mailbox, tmp_path: Path) -> None:
    said: list[str] = []
    rounds = mailbox.telling(lambda: 1, said.append)
    send(tmp_path)
    send(tmp_path, key="2", subject="A review\x1b[31m", text="Sand.\n")

    rounds()
    rounds()

    assert sorted(said) == [
        "Mail to ada@floe.example: A review [31m",
        f"Mail to ada@floe.example: Sign in: Floe\n  {ENTER}",
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, SHOP)


def ask_for_a_link(url: str) -> Answer:
    return post(url, "/live/account/sign-in", urlencode({"email": "ada@floe.example"}).encode())


def lines_until(lines: Iterator[str], wanted: str) -> str:
    return next(line for line in lines if wanted in line)


def test_the_preview_prints_the_link_and_shows_the_mail(shop: Path) -> None:
    with start_server(shop) as process:
        try:
            assert process.stdout
            url = lines_until(process.stdout, "Serving ").split()[1].rstrip("/")
            outbox = lines_until(process.stdout, "/live/outbox/").split()[-1].removeprefix(url)
            assert ask_for_a_link(url).status == 200
            link = lines_until(process.stdout, "/live/account/enter/").strip()
            assert link.startswith(f"{url}/live/account/enter/")
            page = ask(url, outbox)
            assert page.status == 200 and b"ada@floe.example" in page.body
            assert page.header("cache-control") == "no-store"
            assert ask(url, outbox, headers={"Host": "evil.example"}).status == 421
        finally:
            process.terminate()
            end_of(process)


def test_without_the_preview_there_is_no_outbox_to_see(shop: Path) -> None:
    with serving(shop) as url:
        assert ask_for_a_link(url).status == 200
        page = ask(url, "/live/outbox/")

    assert page.status == 404 and b"ada" not in page.body
