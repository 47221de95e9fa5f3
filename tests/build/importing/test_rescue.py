"""What the page on backups says of a broken database brings in again what can be read of it."""

import re
import sqlite3
from pathlib import Path

from build.sites import SHOP, a_review, run, store_of, write
from polynya.places import Places

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
