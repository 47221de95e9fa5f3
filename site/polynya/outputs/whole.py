"""Lists everything of a site that has to be made and is no text (build wing)."""

from typing import TYPE_CHECKING

from ..problems import Problem
from .pictures.cards import card_of
from .pictures.icons import icons_of
from .pictures.made import Made
from .pictures.sizes import variants_of

if TYPE_CHECKING:
    from ..pages.sheet import Sheet
    from ..release import NewRelease


def add_extras(release: "NewRelease", sheet: "Sheet", *, light: bool) -> list[Problem]:
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


def made_for(sheet: "Sheet") -> dict[str, Made]:
    """List the icons, the pictures in their sizes, and a card for each page, by their addresses."""
    site, root = sheet.contract.site, sheet.site.root
    found = [*icons_of(site, root).values(), *variants_of(sheet.site)]
    if site.url and sheet.site.settings.cards:
        found += [card_of(page, site, root) for page in sheet.all_pages()]
    return {one.address: one for one in found}
