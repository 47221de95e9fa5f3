"""Measures freezing beside other generators on the same seeded corpus, and prints ratios (`make bench`).

Cold, nothing changed, one page's text changed, one template of few pages changed; in turns, and the median counts.
"""

import argparse
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from contenders import CONTENDERS, Contender
from processes import Run, run

ROOT = Path(__file__).resolve().parents[1]
ASIDE = "aside"
PHASES = ("cold", "nothing changed", "one page changed", "one template changed")


def main() -> None:
    """Run it all and print the ratios."""
    asked = _asked()
    chosen = [one for one in CONTENDERS if not asked.only or one.key in asked.only]
    commands = {one.name: one.install(_folder(asked.work / one.key)) for one in chosen}
    for pages in asked.pages:
        _print(measure(chosen, commands, asked, pages=pages), pages, against=asked.against)
    shutil.rmtree(asked.work / ASIDE, ignore_errors=True)


def measure(
    chosen: Sequence[Contender], commands: dict[str, list[str]], asked: argparse.Namespace, *, pages: int
) -> dict[str, dict[str, Run]]:
    """Measure all contenders in turns; medians by contender and by phase."""
    runs: dict[str, dict[str, list[Run]]] = {one.name: {phase: [] for phase in PHASES} for one in chosen}
    for one in chosen:
        site = asked.work / one.key / f"site-{pages}"
        _put_aside([site], asked.work)
        one.prepare(site, pages)
    for turn in range(asked.times):
        for one in chosen:
            site = asked.work / one.key / f"site-{pages}"
            _put_aside([site / out for out in one.out], asked.work)
            for phase in PHASES:
                _change(site, one, phase=phase, turn=turn)
                runs[one.name][phase].append(run(commands[one.name], site))
    return {name: {phase: _median(those) for phase, those in by.items()} for name, by in runs.items()}


def _put_aside(paths: Sequence[Path], work: Path) -> None:
    """Take away what an earlier turn wrote, by renaming: after removals, ext4 without a journal is slow for minutes."""
    for path in paths:
        if path.exists():
            path.rename(Path(mkdtemp(dir=_folder(work / ASIDE))) / path.name)


def _change(site: Path, one: Contender, *, phase: str, turn: int) -> None:
    if phase == "one page changed":
        with (site / "content/posts/page-000500.md").open("a") as page:
            page.write(f"\nOne more sentence, {turn}.\n")
    if phase == "one template changed":
        template = site / one.template
        template.write_text(
            re.sub(r'<h1(?: data-turn="\d+")?>', f'<h1 data-turn="{turn}">', template.read_text(), count=1)
        )


def _median(runs: list[Run]) -> Run:
    return Run(*(median(getattr(one, name) for one in runs) for name in ("wall", "cpu", "memory")))


def _print(found: dict[str, dict[str, Run]], pages: int, *, against: str) -> None:
    print(f"\n{pages:,} pages, {len(os.sched_getaffinity(0))} cores; ratios to {against}'s", flush=True)
    print(
        "| generator | freeze | wall s | ratio | CPU s | ratio | MB | ratio |\n|---|---|---:|---:|---:|---:|---:|---:|"
    )
    for name, by in found.items():
        for phase, own in by.items():
            base = found.get(against, by)[phase]
            pairs = zip((own.wall, own.cpu, own.memory), (base.wall, base.cpu, base.memory), strict=True)
            cells = " | ".join(f"{value:.2f} | {value / other:.3f}" for value, other in pairs)
            print(f"| {name} | {phase} | {cells} |", flush=True)


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 pages, once, beside Hugo alone")
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], help="folders below bench/generators/")
    parser.add_argument("--against", default="Hugo")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench")
    asked = parser.parse_args()
    if asked.quick:
        asked.pages, asked.times, asked.only = [1000], 1, ["hugo", "polynya"]
    return asked


if __name__ == "__main__":
    main()
