"""Lists everything of a site that has to be made and is no text (build wing)."""

import json
from collections.abc import Callable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from polynya_live.contract import dump

from ..compile import with_cursors, with_release
from ..differing import NAME as SHOWN
from ..differing import dump_shown
from ..problems import Problem
from ..releases.new import CONTRACT, EARLY, NewRelease
from .pictures.cards import card_of
from .pictures.icons import icons_of, is_drawn
from .pictures.made import Made, make_missing
from .pictures.sizes import let_go, variants_of
from .redirects import NAME as REDIRECTS
from .redirects import redirect_table, redirects_of

if TYPE_CHECKING:
    from polynya_live.contract import Contract

    from ..assets import StaticFile
    from ..pages.drawing import Drawing
    from ..pages.sheet import Sheet

MS = 1000


def finish(
    release: NewRelease,
    drawing: "Drawing",
    statics: "Mapping[str, StaticFile]",
    *,
    light: bool,
    tell: Callable[[int, int], object] | None = None,
) -> "Contract":
    """Add to a release that has all of its pages everything else but its contract, which is returned.

    light: see add_extras. tell: see Drawing.made_files.
    """
    sheet = drawing.sheet
    release.write_all((f"site{static.asset.url}", static.read()) for static in statics.values())
    beside = chain(drawing.files_beside(), drawing.made_files(tell))
    release.write_all((f"site/{path}", content) for path, content in beside)
    drawing.problems += add_extras(release, sheet, light=light)
    release.write_all((f"live/templates/{name}", code) for name, code in drawing.compile_live())
    if redirects_of(sheet.site):
        release.write(f"live/{REDIRECTS}", redirect_table(sheet.site))
    if early := sorted(page.id for page in sheet.site.pages.values() if page.standing):
        release.write(f"live/{EARLY}", json.dumps(early, ensure_ascii=False).encode())
    release.write(SHOWN, dump_shown(sheet.approved, sheet.site.forms))
    return final_contract(sheet)


def final_contract(sheet: "Sheet") -> "Contract":
    """Write into the contract of a site how far its pages show each thread, and when it is due again."""
    due = sheet.site.due
    moment = round(due.moment.timestamp() * MS) if due else 0
    return with_cursors(sheet.contract, sheet.approved, due=moment)


def publish(release: NewRelease, contract: "Contract", digest: str = "") -> str:
    """Add the contract, which names the release by its digest, and switch to the release; return its name."""
    digest = digest or release.digest(dump(contract).encode())
    release.write(CONTRACT, dump(with_release(contract, digest)).encode())
    return release.publish(digest)


def add_extras(release: NewRelease, sheet: "Sheet", *, light: bool) -> list[Problem]:
    """Add to a release that has all of its pages what is made of them: the search index, and packed copies.

    light: for a preview, which has to be quick: an index of before will do, and nothing is packed. Returns what went wrong.
    """
    settings, root = sheet.site.settings, sheet.site.root
    problems: list[Problem] = []
    if settings.search:
        from .search import NoIndex, index_files, no_index_problem  # noqa: PLC0415

        try:
            for path, content in index_files(release.folder / "site", release.files, root, light=light):
                release.write(f"site/{path}", content)
        except NoIndex as error:
            problems.append(no_index_problem(error))
    if settings.compress and not light:
        from .packing import pack_release  # noqa: PLC0415

        pack_release(release, root)
    return problems


def _takes_drawing(sheet: "Sheet") -> bool:
    """Whether a picture may have to be drawn: all of them but the icons of the kit."""
    site, settings = sheet.site, sheet.site.settings
    return bool(settings.url and settings.cards) or any(variants_of(site)) or not is_drawn(site.root)


def make_pictures(sheet: "Sheet", found: Mapping[str, Made], tell: Callable[[int, int], object]) -> None:
    """Make those pictures that are not kept yet. found: see `made_for`; tell: hears how many are done, of how many."""
    if _takes_drawing(sheet):
        make_missing([*found.values()], sheet.site.root, tell)
        let_go()


def made_for(sheet: "Sheet") -> dict[str, Made]:
    """List the icons, the pictures in their sizes, and a card for each page, by their addresses."""
    site, root = sheet.contract.site, sheet.site.root
    found = [*icons_of(site, root).values(), *variants_of(sheet.site)]
    if site.url and sheet.site.settings.cards:
        found += [card_of(page, site, root) for page in sheet.all_pages()]
    return {one.address: one for one in found}
