"""A file of the author as text, and the way to complain about a place in it (build wing)."""

import codecs
import os
import re
from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from polynya_live.values import dataclass, field

from ...problems import Problem, Severity

HUGE_BYTES = 5_000_000
LINE_SHOWN = 160
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes((*(byte for byte in range(32) if byte not in b"\t\n\f\r"), 127))
_CONTINUING = bytes(range(0x80, 0xC0))
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(slots=True)
class Source:
    """One file as text. path: relative to the root, with slashes. Lines end in "\\n" here, whatever the file has.

    found: where its problems go; all files of a run share one list. whole: `text` is what the file holds, byte for byte.
    """

    path: str
    text: str
    found: list[Problem]
    whole: bool = False
    _starts: list[int] = field(default_factory=list)

    def error(self, rule: str, at: int | None, *, fact: str, hint: str, alike: str = "") -> None:
        """Report a mistake that stops the freeze. at: a character of the text, from 0; None for the whole file.

        alike: see `Problem`.
        """
        self.found.append(replace(self._problem(rule, at, fact=fact, hint=hint), alike=alike))

    def warn(self, rule: str, at: int | None, *, fact: str, hint: str, alike: str = "") -> None:
        """Report something that looks wrong but does not stop the freeze; the rest as in `error`."""
        problem = self._problem(rule, at, fact=fact, hint=hint)
        self.found.append(replace(problem, alike=alike, severity=Severity.WARNING))

    def place(self, at: int) -> tuple[int, int]:
        """Turn a character of the text (from 0) into its line and column (from 1)."""
        starts = self._line_starts()
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    def start_of(self, line: int) -> int:
        """Find the first character of a line (from 1); of the last one when there are fewer."""
        starts = self._line_starts()
        return starts[min(max(line, 1), len(starts)) - 1]

    def line(self, number: int) -> str:
        """Quote a line (from 1), so that it is safe to print; a very long one is cut at its end."""
        starts = self._line_starts()
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return printable(self.text[starts[number - 1] : min(end, starts[number - 1] + 10 * LINE_SHOWN)])

    def _problem(self, rule: str, at: int | None, *, fact: str, hint: str) -> Problem:
        problem = Problem(rule=rule, path=self.path, fact=fact, hint=hint)
        if at is None:
            return problem
        line, column = self.place(min(at, len(self.text)))
        quoted = self.line(line)[: max(LINE_SHOWN, column + 40)] if column <= LINE_SHOWN * 2 else ""
        return replace(problem, line=line, column=column, source=quoted)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return self._starts


def read_source(file: Path | str, path: str, found: list[Problem]) -> Source | None:
    """Read a file as UTF-8 text, or say in `found` why it is not one. path: as the reader will see it."""
    return read_marked(file, path, found)[0]


def read_marked(
    file: Path | str, path: str, found: list[Problem], *, mark: tuple[int, ...] = ()
) -> tuple[Source | None, tuple[int, ...]]:
    """Read a file as `read_source` does, and give its mark as well, () when it cannot be read.

    mark: what it was just now; one from before only lets the file be read once more by the next freeze.
    """
    source = Source(path, "", found)
    try:
        raw, mark = read_bytes(file, mark)
    except OSError as error:
        reason = (error.strerror or "the system gave no reason").lower()
        hint = "check that the file is there and that you may read it."
        source.error("unreadable-file", None, fact=f"cannot be read: {reason}", hint=hint)
        return None, ()
    if len(raw) > HUGE_BYTES:
        fact = f"is very large: {len(raw) / 1_000_000:.1f} MB of text"
        source.warn("huge-file", None, fact=fact, hint="split it into several pages; readers load a page as a whole.")
    is_plain = raw.isascii() and b"\r" not in raw  # most
    text = raw.decode("ascii") if is_plain else _decode(raw, source)
    if text is None:
        return None, mark
    source.text = text
    if len(raw.translate(None, _CONTROL_BYTES)) < len(raw):
        return _without_controls(source), mark
    source.whole = is_plain or (b"\r" not in raw and not raw.startswith(codecs.BOM_UTF8))
    return source, mark


def mark_of(file: Path | str) -> tuple[int, ...]:
    """Take what the system says of a file and what changes with its content."""
    found: tuple[int, ...] = _mark(os.stat(file))  # noqa: PTH116 -- for each of 100,000 files
    return found


def read_bytes(file: Path | str, mark: tuple[int, ...]) -> tuple[bytes, tuple[int, ...]]:
    """Read a file at once, with its mark from before, or the one that is known; for each of 100,000 files."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        mark = mark or _mark(os.fstat(descriptor))
        return _read(descriptor, mark[1]), mark
    finally:
        os.close(descriptor)


def read_unchanged(file: str, mark: tuple[int, ...]) -> bytes | None:
    """Read a file at once; None when its mark is another one."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return _read(descriptor, mark[1]) if _mark(os.fstat(descriptor)) == mark else None
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    raw = os.read(descriptor, size + 1)
    while len(raw) != size and (more := os.read(descriptor, HUGE_BYTES)):
        raw += more
    return raw


_mark = attrgetter("st_mtime_ns", "st_size", "st_ino")


def printable(text: str) -> str:
    """Replace each character that a terminal would obey instead of show by a middle dot."""
    return _CONTROL.sub("·", text)


def quote(text: str) -> str:
    """Quote an author's word in a message: on one line, at most 60 characters of it."""
    shown = printable(text.replace("\n", " "))
    return f'"{shown}"' if len(shown) <= 60 else f'"{shown[:57]}..."'


def _decode(raw: bytes, nothing: Source) -> str | None:
    other = _OTHER_ENCODINGS.get(raw[:2])
    if other:
        fact, hint = f"is {other} text, not UTF-8", 'save it again as "UTF-8" (an option of "Save as" in most editors).'
        nothing.error("not-utf8", None, fact=fact, hint=hint)
        return None
    try:
        return _lines((raw.removeprefix(codecs.BOM_UTF8)).decode())
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0)
        _complain_of_bytes(raw, at, nothing)
        return None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _complain_of_bytes(raw: bytes, at: int, nothing: Source) -> None:
    before = _lines(raw[:at].decode("utf-8-sig"))
    rest = _lines(raw[at : at + LINE_SHOWN].decode("cp1252", "replace")).split("\n", 1)[0]
    shown = Source(nothing.path, before + rest, nothing.found)
    fact = f"is not UTF-8 text: byte 0x{raw[at]:02x} cannot stand here"
    hint = f'save the file again as "UTF-8"; read as Windows-1252 the letter is {quote(rest[:1])}.'
    if at >= len(raw) - 3 and raw[at] >= 0xC2 and raw[at + 1 :].translate(None, _CONTINUING) == b"":
        fact, hint = "ends in the middle of a character", "it was cut off on its way; fetch it again or mend its end."
    shown.error("not-utf8", len(before), fact=fact, hint=hint)


def _without_controls(source: Source) -> Source | None:
    match = re.search("\x00", source.text) or _NOT_TEXT.search(source.text)
    at = match.start() if match else 0
    code = f"U+{ord(source.text[at]):04X}"
    if source.text[at] == "\x00":
        hint = "this is no text file, or a program damaged it; take it out of content/ or write it anew."
        source.error("control-character", at, fact="holds a NUL byte, so it is not text", hint=hint)
        return None
    hint = "delete it; a space stands in its place."
    source.warn("control-character", at, fact=f"holds the control character {code}", hint=hint)
    return Source(source.path, _NOT_TEXT.sub(" ", source.text), source.found)
