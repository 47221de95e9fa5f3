"""The bucket of a site, on S3: the pages below `site/`, and notes of our own beside them that no visitor can reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from .delivery import Delivery

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

PAGES = "site/"
MOST_REMOVED_AT_ONCE = 1000  # S3's limit of a DeleteObjects call


class Bucket:
    """One versioned bucket. Paths are relative to the site; the keys of notes are relative to the bucket."""

    def __init__(self, client: S3Client, name: str) -> None:
        self._client = client
        self.name = name

    def listing(self) -> dict[str, str]:
        """List the pages and assets that are there now: path to ETag, without quotes."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=PAGES)
        found = (entry for page in pages for entry in page.get("Contents", []))
        return {entry["Key"].removeprefix(PAGES): entry["ETag"].strip('"') for entry in found}

    def put(self, path: str, body: bytes, delivery: Delivery) -> str:
        """Write one file and return its version."""
        done = self._client.put_object(
            Bucket=self.name,
            Key=PAGES + path,
            Body=body,
            ContentType=delivery.content_type,
            CacheControl=delivery.cache,
        )
        return done.get("VersionId", "")

    def restore(self, path: str, version: str) -> str:
        """Write an older version of a file anew, with its headers, and return its new version."""
        source = {"Bucket": self.name, "Key": PAGES + path, "VersionId": version}
        done = self._client.copy_object(Bucket=self.name, Key=PAGES + path, CopySource=source)  # type: ignore[arg-type]
        return done.get("VersionId", "")

    def version_of(self, path: str, version: str = "") -> str | None:
        """Say which version a file is at, or whether it still has an older one; None when it has not."""
        try:
            wanted = {"VersionId": version} if version else {}
            return self._client.head_object(Bucket=self.name, Key=PAGES + path, **wanted).get("VersionId", "")  # type: ignore[arg-type]
        except ClientError as error:
            if _status(error) in (400, 404, 405):  # unknown, gone, or a mark of deletion
                return None
            raise

    def remove(self, paths: Sequence[str]) -> None:
        """Take files away; their versions stay for a time. Raises ClientError, also when S3 refuses one of them."""
        for start in range(0, len(paths), MOST_REMOVED_AT_ONCE):
            keys = [{"Key": PAGES + path} for path in paths[start : start + MOST_REMOVED_AT_ONCE]]
            done = self._client.delete_objects(Bucket=self.name, Delete={"Objects": keys, "Quiet": True})  # type: ignore[typeddict-item]
            if refused := done.get("Errors"):
                raise ClientError({"Error": refused[0]}, "DeleteObjects")

    def read_note(self, key: str) -> str:
        """Read a note; "" when there is none."""
        try:
            return self._client.get_object(Bucket=self.name, Key=key)["Body"].read().decode()
        except self._client.exceptions.NoSuchKey:
            return ""

    def write_note(self, key: str, text: str) -> None:
        """Write a note, over the one that is there."""
        self._client.put_object(Bucket=self.name, Key=key, Body=text.encode(), ContentType="application/json")

    def claim_note(self, key: str, text: str, *, instead_of: str = "") -> bool:
        """Write a note unless there is one; False when there is.

        text: no other claim may write the same. instead_of: the text of the note that may be replaced, and no other.
        """
        try:
            if instead_of:
                found = self._client.get_object(Bucket=self.name, Key=key)
                if found["Body"].read().decode() != instead_of:
                    return False
                self._client.put_object(Bucket=self.name, Key=key, Body=text.encode(), IfMatch=found["ETag"])
            else:
                self._client.put_object(Bucket=self.name, Key=key, Body=text.encode(), IfNoneMatch="*")
        except ClientError as error:
            if _status(error) not in (404, 409, 412):
                raise
            return self.read_note(key) == text  # the answer was lost, and its repeat met what the first one had written
        return True

    def remove_note(self, key: str) -> None:
        """Take a note away, if it is there."""
        self._client.delete_object(Bucket=self.name, Key=key)


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
