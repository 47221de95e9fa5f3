"""Lists everything of a site that has to be made and is no text (build wing)."""

from typing import TYPE_CHECKING

from .pictures.cards import card_of
from .pictures.icons import icons_of
from .pictures.made import Made
from .pictures.sizes import variants_of

if TYPE_CHECKING:
    from ..pages.sheet import Sheet


def made_for(sheet: "Sheet") -> dict[str, Made]:
    """List the icons, the pictures in their sizes, and a card for each page, by their addresses."""
    site, root = sheet.contract.site, sheet.site.root
    found = [*icons_of(site, root).values(), *variants_of(sheet.site)]
    if site.url and sheet.site.settings.cards:
        found += [card_of(page, site, root) for page in sheet.all_pages()]
    return {one.address: one for one in found}
