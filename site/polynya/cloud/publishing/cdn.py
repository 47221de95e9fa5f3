"""Tell the CDN which addresses changed (build wing)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from types_boto3_cloudfront import CloudFrontClient
    from types_boto3_cloudfront.type_defs import InvalidationBatchTypeDef

# The first thousand addresses a month are free; above this one "everything" costs as much as one address.
MOST_ADDRESSES = 300
EVERYTHING = "/*"


class Cdn:
    """One CloudFront distribution."""

    def __init__(self, client: CloudFrontClient, name: str) -> None:
        self._client = client
        self.name = name

    def forget(self, addresses: Sequence[str], *, reference: str) -> None:
        """Let every edge fetch these addresses anew.

        reference: the same one with the same addresses is one request, however often it is sent.
        """
        if not addresses:
            return
        digest = hashlib.sha256("\n".join(addresses).encode()).hexdigest()[:16]
        batch: InvalidationBatchTypeDef = {
            "Paths": {"Quantity": len(addresses), "Items": list(addresses)},
            "CallerReference": f"{reference}-{digest}",
        }
        try:
            self._client.create_invalidation(DistributionId=self.name, InvalidationBatch=batch)
        except Exception as error:
            error.add_note("the CDN could not be told: until it is, visitors may read older pages, for up to a day")
            raise


def addresses_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Write the addresses under which the CDN may hold these files, sorted; "/*" when they are too many.

    A page has two: the one that a visitor asks for, and the one that the routing function makes of it.
    """
    found = {f"/{quote(path)}" for path in paths}
    found |= {address.removesuffix("index.html") for address in found if address.endswith("/index.html")}
    return tuple(sorted(found)) if len(found) <= MOST_ADDRESSES else (EVERYTHING,)
