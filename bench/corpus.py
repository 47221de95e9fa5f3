"""Writes a corpus of Markdown pages, the same for the same seed, for every generator that is measured."""

import random
import sys
from pathlib import Path

SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "sal", "vor", "ne", "pi", "das", "fel", "gu", "har", "jen", "ko", "lum"]
CODE = '''```python
def total(rows: list[dict[str, int]]) -> int:
    """Add up what the rows cost, in cents."""
    cents = 0
    for row in rows:
        cents += row["count"] * row["price"]
    return cents


if __name__ == "__main__":
    print(total([{"count": 2, "price": 450}]))
```'''
TABLE = """| dish | price | left |
|---|---:|:-:|
| soup | 12.50 | yes |
| toast | 6.20 | no |
| tea | 3.40 | yes |"""


def write_corpus(folder: Path, pages: int, *, seed: int = 7) -> list[Path]:
    """Write `pages` posts of about 600 words with front matter, tags, a table and, on every third, code."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3000)]
    folder.mkdir(parents=True, exist_ok=True)
    return [_write_page(folder / f"page-{number:06d}.md", number, chance, words) for number in range(pages)]


def _write_page(path: Path, number: int, chance: random.Random, words: list[str]) -> Path:
    tags = sorted({f"tag-{chance.randrange(40)}" for _ in range(3)})
    front = [
        "---",
        f'title: "Page {number} {chance.choice(words)}"',
        f"date: {2000 + number % 26}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        f"description: {_sentence(chance, words, 12)}",
        "tags: [" + ", ".join(tags) + "]",
        "---",
        "",
    ]
    parts = []
    for section in range(5):
        parts += [f"## {_sentence(chance, words, 4)}", _paragraph(chance, words), _paragraph(chance, words)]
        if section == 2:
            parts += [TABLE, "\n".join(f"- {_sentence(chance, words, 6)}" for _ in range(4))]
        if section == 3 and number % 3 == 0:
            parts.append(CODE)
    path.write_text("\n".join(front) + "\n" + "\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def _paragraph(chance: random.Random, words: list[str]) -> str:
    sentences = [_sentence(chance, words, chance.randint(8, 14)) + "." for _ in range(5)]
    sentences[2] = f"**{sentences[2]}** See [this](https://example.org/{chance.choice(words)})."
    return " ".join(sentences)


def _sentence(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=length)).capitalize()


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), int(sys.argv[2]))
