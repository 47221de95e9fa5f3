"""What the page on backups says of a broken database brings in again what can be read of it."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from build.sites import SHOP, a_review, run, store_of, write
from polynya.places import Places
from polynya_live.submissions import Claim

BACKUP = Path(__file__).parents[3] / "content/docs/backup.md"


def test_the_rows_of_a_set_aside_database_come_in_as_lines_of_an_export(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    store = store_of(tmp_path)
    for key in "AB":
        store.submit(a_review(key=key * 24))
    store.close()
    broken = Places(tmp_path).var.rename(tmp_path / "broken") / "polynya.db"
    statements = re.findall(r'^sqlite3 broken/polynya\.db "(.+)" >', BACKUP.read_text(), re.MULTILINE)
    connection = sqlite3.connect(broken)
    lines = [row for one in statements for (row,) in connection.execute(one)]
    connection.close()
    write(tmp_path, {"rescued.jsonl": "\n".join(lines) + "\n"})

    brought = run(tmp_path, "import", str(tmp_path / "rescued.jsonl"))

    assert (len(statements), brought.stderr) == (2, "")
    assert brought.stdout == "brought in 2; there already: 2\n"


def test_a_copy_comes_whole_into_a_site_that_went_on_though_its_places_were_given_again(tmp_path: Path) -> None:
    bob, carl, dora = (key * 24 for key in "BCD")
    write(tmp_path, SHOP)
    table, chair = Claim("table/twelve", 1, 1), Claim("table/one", 1, 1)
    with closing(store_of(tmp_path)) as store:
        store.submit(replace(a_review(key=bob), claims=(table,)))
        store.submit(replace(a_review(key=dora), claims=(chair,)))
    copy = str(tmp_path / "copy.jsonl")
    run(tmp_path, "export", "--output", copy)
    Places(tmp_path).var.rename(tmp_path / "broken")
    with closing(store_of(tmp_path)) as store:
        store.submit(replace(a_review(key=carl), claims=(table,)))

    brought, again = run(tmp_path, "import", copy), run(tmp_path, "import", copy)

    assert brought.stdout.splitlines() == [
        "brought in 2; there already: 0",
        f"brought in without their place, for others have it by now (1): {bob}",
    ]
    assert again.stdout == "brought in 0; there already: 2\n"
    with closing(store_of(tmp_path)) as store:
        assert store.taken([table.name, chair.name]) == {table.name: 1, chair.name: 1}
