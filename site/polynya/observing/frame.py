"""What every output depends on and no key names: code, Python, and the facts in the frame of each page (build wing)."""

from dataclasses import replace

from ..pages.sheet import Sheet
from ..places import Places, store_address
from .digests import digest_of
from .marks import code_marks, python_files


def frame_of(sheet: Sheet) -> bytes:
    """Digest it for one site."""
    facts = replace(sheet.contract.site, assets={}, navigations={})
    root = sheet.site.root
    functions = list(python_files(Places(root).functions))
    return digest_of((facts, sheet.site.settings, store_address(root), code_marks(), functions))
