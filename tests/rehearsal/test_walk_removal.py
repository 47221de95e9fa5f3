"""The last act of the rehearsal, in name order: everything is taken away but pages and submissions."""

import os
from typing import Any

import pytest

from polynya.cloud.deploying.osls import run_osls
from polynya_live.store import open_store
from rehearsal.conftest import STAGE, Rehearsed
from rehearsal.tools import REGION

pytestmark = pytest.mark.xdist_group("rehearsal")


def test_removing_the_stage_keeps_pages_and_submissions(rehearsed: Rehearsed) -> None:
    run_osls(rehearsed.root, "remove", "--stage", STAGE, "--region", REGION, environ=dict(os.environ))

    s3: Any = rehearsed.session.client("s3")
    functions: Any = rehearsed.session.client("lambda")
    assert s3.get_object(Bucket=rehearsed.stack.bucket, Key="site/index.html")["Body"].read()
    assert [
        one["FunctionName"] for one in functions.list_functions()["Functions"] if STAGE in one["FunctionName"]
    ] == []
    store = open_store(rehearsed.stack.store)
    store.health()
    store.close()
