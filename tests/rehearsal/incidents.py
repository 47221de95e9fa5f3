"""The commands of the incident pages, read from the pages and run as an operator runs them, but for the name of the stage."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import jmespath
from botocore import xform_name

PAGES = Path(__file__).parents[2] / "content/docs/incidents"
NOT_REHEARSED = ("aws logs tail", "systemctl")
"""What the page of incidents says cannot be run here."""
ONE_MACHINE = "sh"
"""The language of the blocks that are for a site on one machine."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`((?:freeze|aws|npx osls) [^`]+)`")
_INNER = re.compile(r'"\$\((.*)\)"')


@dataclass(frozen=True)
class Written:
    """What a page says to type. blocks: for a stage, one after the other; machine: for one machine; inline: in its sentences."""

    page: str
    blocks: tuple[str, ...]
    machine: tuple[str, ...]
    inline: tuple[str, ...]


def written_in(page: Path) -> Written:
    """Read the commands of a page."""
    text = page.read_text()
    blocks = {language: [] for language in ("", ONE_MACHINE)}  # type: dict[str, list[str]]
    for language, block in _BLOCK.findall(text):
        blocks[language] += block.strip().splitlines()
    inline = _INLINE.findall(_BLOCK.sub("", text))
    return Written(page.stem, tuple(blocks[""]), tuple(blocks[ONE_MACHINE]), tuple(inline))


@dataclass(frozen=True)
class AwsCall:
    """A call of the AWS command line, as botocore makes it. query: in JMESPath, "" for none."""

    service: str
    operation: str
    parameters: dict[str, Any]
    query: str = ""

    def run(self, session: boto3.Session) -> str:
        """Make the call; return what the command line would print, as text or JSON."""
        client: Any = session.client(self.service)  # type: ignore[call-overload]
        answer = getattr(client, self.operation)(**self.parameters)
        client.close()
        found = jmespath.search(self.query, answer) if self.query else answer
        return found if isinstance(found, str) else json.dumps(found, default=str)


def read_aws(words: list[str]) -> AwsCall:
    """Read `aws SERVICE OPERATION --option value …` by AWS's own models. Raises AssertionError for what they do not know."""
    service, operation, *rest = words[1:]
    model = botocore.session.get_session().get_service_model(service)
    named = {xform_name(one): one for one in model.operation_names}
    name = operation.replace("-", "_")
    assert name in named, f"aws {service} has no {operation}"
    members = model.operation_model(named[name]).input_shape.members
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    query, _ = options.pop("--query", ""), options.pop("--output", "")
    known = {"--" + xform_name(one, "-"): (one, shape.type_name) for one, shape in members.items()}
    assert options.keys() <= known.keys(), f"aws {service} {operation} has no {options.keys() - known.keys()}"
    parameters = {known[one][0]: int(v) if known[one][1] == "integer" else v for one, v in options.items()}
    return AwsCall(service, name, parameters, query)


def inner_of(line: str) -> tuple[str, str]:
    """Split `outer "$(inner)"` into the outer command, with {} in its place, and the inner one; "" when there is none."""
    found = _INNER.search(line)
    return (line.replace(found[0], "{}"), found[1]) if found else (line, "")


def words_of(line: str) -> list[str]:
    """Split a command into words, its comment left out."""
    return shlex.split(line, comments=True)
