"""Runs the server: Granian and the watcher in one loop, until Ctrl-C or SIGTERM ends both (build wing)."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

import click
from granian._granian import SocketHolder
from granian.constants import HTTPModes
from granian.http import HTTP1Settings
from granian.server.embed import Server

from polynya_live.handler import current, visitor
from polynya_live.work.rounds import EVERY_S, Rounds, WorkerThread

from ..cli.aws.stopping import heard
from ..disk import disk_problem
from ..places import Places
from ..problems import ProblemsFound
from ..releases import serve_no_stranger
from ..releases.behind import see_off
from .address import WAITING, Address, most_connections, names_here
from .door import Site, make_site
from .gateway import Door, Event
from .live import Function, Live
from .mailbox import open_mailbox
from .preview import Preview
from .proxies import SETTING as PROXIES
from .proxies import read_proxies
from .refreezing import Moderated, refreeze_when_moderated
from .shelf import CurrentShelf
from .watching import freeze_and_tell, freeze_elsewhere, freeze_or_refuse, in_thread, watch

ANSWERS_S = 3.0  # for answers that are being made to be finished
CONNECTIONS_S = 1  # for connections to close; idle ones would take longer
IDLE_MS = 10_000  # for a connection to say what it wants
PORTS = {"http": 80, "https": 443}


def warm_up() -> None:
    """Read the settings and open the store, so that the first visitor need not wait. Raises ValueError for a wrong setting."""
    read_proxies(os.environ.get(PROXIES, ""))
    visitor({}, None)  # no request, so there is nothing to answer


def run(places: Places, address: Address, *, watching: bool, refreezing: bool = True, early: bool = False) -> None:
    """Freeze a site and serve it until told to end; the environment holds the settings.

    refreezing: freeze again when somebody moderated. early: with drafts and pages to come. Raises ProblemsFound, when watching
    only for a release that came along with the site and cannot be let go of.
    """
    try:
        serve_no_stranger(places)
    except OSError as error:
        raise ProblemsFound([disk_problem(error, places)]) from error
    moderated = Moderated(places, os.environ["POLYNYA_STORE"]) if refreezing else None
    if moderated:
        moderated.remember()  # before the freeze, which may miss what comes during it
    froze = True
    if watching:
        told = freeze_and_tell(places, early=early)
    else:
        froze = freeze_or_refuse(places, early=early)
    if moderated:
        moderated.remember()
        moderated.owed = not froze
    mail = (os.environ[f"POLYNYA_{name}"] for name in ("SITE_URL", "MAIL", "SECRET"))
    mailbox = open_mailbox(*mail) if watching else None
    rounds = Rounds(current())
    worker = WorkerThread(mailbox.telling(rounds, _say) if mailbox else rounds, every_s=EVERY_S)
    live = Live(waking(worker), door_of(os.environ["POLYNYA_SITE_URL"]), read_proxies(os.environ.get(PROXIES, "")))
    shelf = CurrentShelf(places)
    preview = Preview(shelf, told) if watching else None
    names = names_here(address.asked, os.environ["POLYNYA_SITE_URL"]) if watching else None
    site = make_site(live, shelf, preview=preview, mailbox=mailbox, names=names)
    asyncio.run(_serve(places, site, shelf=shelf, address=address, early=early, moderated=moderated))
    live.pool.shutdown(wait=False, cancel_futures=True)
    worker.stop()
    if live.busy:  # a function that hangs; its thread would keep this process for as long
        os._exit(0)


def waking(worker: WorkerThread) -> Function:
    """Answer as the visitor's function does, and call the worker when something may have been posted."""

    def answer(event: Event, context: object) -> Event:
        answered = visitor(event, context)
        if event["requestContext"]["http"]["method"] == "POST":
            worker.wake()
        return answered

    return answer


def door_of(site_url: str) -> Door:
    """Say how visitors reach the site, behind a proxy for instance."""
    parts = urlsplit(site_url)
    return Door(scheme=parts.scheme, port=parts.port or PORTS.get(parts.scheme, 80))


def _say(text: str) -> None:
    click.echo(text)
    sys.stdout.flush()


async def _serve(
    places: Places, site: Site, *, shelf: CurrentShelf, address: Address, early: bool, moderated: Moderated | None
) -> None:
    preview = site.preview
    stop = asyncio.Event()
    for one in heard():
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    server = make_server(site, address)
    serving = asyncio.create_task(server.serve())
    tasks: list[asyncio.Task[object]] = [serving, asyncio.create_task(stop.wait())]
    behind = asyncio.create_task(in_thread(see_off))
    if preview:
        tasks.append(asyncio.create_task(watch(places, preview, shelf=shelf, stop=stop, early=early)))
    if moderated:
        freeze = _freezing(places, preview, early=early)
        refreeze = refreeze_when_moderated(moderated, freeze, in_thread=in_thread, stop=stop)
        tasks.append(asyncio.create_task(refreeze))
    _welcome(address, site)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await _end(server, serving, live=site.live, preview=preview)
    behind.cancel()
    for task in done - {serving}:
        task.result()  # a watcher that ended by itself says why


def _freezing(places: Places, preview: Preview | None, *, early: bool) -> Callable[[], Awaitable[bool]]:
    async def freeze() -> bool:
        if preview:
            preview.turn(await in_thread(lambda: freeze_and_tell(places, early=early)))
            return True  # or the author reads why not
        return await freeze_elsewhere(places, early=early)

    return freeze


class _Server(Server):
    """Granian on a socket that listens already."""

    def __init__(self, site: object, address: Address) -> None:
        super().__init__(
            site,
            http=HTTPModes.http1,
            websockets=False,
            log_enabled=False,
            backpressure=most_connections(),  # 128 unless told: all that some twenty browsers keep open
            http1_settings=HTTP1Settings(header_read_timeout=IDLE_MS),
        )
        self.workers_kill_timeout = CONNECTIONS_S
        self._address = address

    def _init_shared_socket(self) -> None:
        descriptor = os.dup(self._address.listener.fileno())
        self._shd = SocketHolder(descriptor, False, WAITING)  # type: ignore[call-arg, assignment]  # fd, uds, backlog


def make_server(site: object, address: Address) -> Server:
    """Make a Granian server for an RSGI application; `serve` runs it in the current loop."""
    return _Server(site, address)


def _welcome(address: Address, site: Site) -> None:
    click.echo(f"Serving {address.url}/ (Ctrl-C ends it)")
    sys.stdout.flush()
    if not site.preview:
        return
    mail = f"  4. read what your site mails at {site.mailbox.address}\n" if site.mailbox else ""
    click.echo(
        "\nTry this:\n"
        "  1. open a page with a form, and post it\n"
        "  2. in a second terminal: freeze inbox             lists what waits\n"
        "                           freeze inbox approve ID  shows it on its page at once\n"
        "  3. look at the source of the page: what you approved is part of it\n"
        f"{mail}"
        "Edit anything in content/ or templates/: the browser follows."
    )


async def _end(server: Server, serving: "asyncio.Task[None]", *, live: Live, preview: Preview | None) -> None:
    """Finish the answers that were begun, then close."""
    if preview:
        preview.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWERS_S):
            await live.finish()
    # Granian may tell a worker to end that has been ended, and the loop would print that.
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    server.stop()  # type: ignore[no-untyped-call]
    with suppress(TimeoutError):  # of connections that stay open
        await serving
