"""Writes every schema of a site, each to a file of its own (build wing)."""

import json
from pathlib import Path

from ..model import Site
from .declarations import collections, forms, site_settings
from .front_matter import front_matter
from .spoken import by_language


def write_schemas(site: Site, folder: Path) -> list[str]:
    """Write the schemas below `folder`, the same bytes for the same site. Returns their names, in order."""
    declarations = {"site.json": site_settings(), "collection.json": collections(site), "form.json": forms(site)}
    schemas = {name: by_language(schema, site.settings.languages) for name, schema in declarations.items()}
    for name, collection in site.collections.items():
        if name not in site.terms:
            schemas[f"pages/{name.replace('/', '.') or 'content'}.json"] = front_matter(collection, site)
    for name, schema in schemas.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return sorted(schemas)
