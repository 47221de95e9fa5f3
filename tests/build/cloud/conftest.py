"""A cloud of its own for each test that publishes."""

from collections.abc import Iterator

import pytest

from build.cloud.published_site import Cloud, a_cloud


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with a_cloud() as made:
        yield made
