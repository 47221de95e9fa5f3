"""The incident pages: every alarm leads to one, and what they say to type is what our commands and AWS know."""

import re
from pathlib import Path

import click
import pytest
import yaml

from polynya.cli.command import command
from rehearsal.incidents import NOT_REHEARSED, PAGES, Written, inner_of, read_aws, words_of, written_in

ROOT = Path(__file__).parents[3]
ALL = [written_in(page) for page in sorted(PAGES.glob("*.md"))]
AWS_LOGS_TAIL = {"--since", "--follow", "--format", "--filter-pattern"}


def alarms() -> dict[str, str]:
    """Each alarm of the architecture, and what it says."""
    resources = yaml.safe_load((ROOT / "serverless.yml").read_text())["resources"]["Resources"]
    return {
        name: one["Properties"]["AlarmDescription"]
        for name, one in resources.items()
        if one["Type"] == "AWS::CloudWatch::Alarm"
    }


@pytest.mark.parametrize(("alarm", "says"), alarms().items())
def test_every_alarm_names_a_page_that_is_there_and_names_the_alarm(alarm: str, says: str) -> None:
    named = re.search(r"see docs/incidents/([a-z-]+)\.", says)

    assert named, says
    assert alarm in (PAGES / f"{named[1]}.md").read_text()


@pytest.mark.parametrize("written", ALL, ids=lambda one: one.page)
def test_what_a_page_says_to_type_exists(written: Written) -> None:
    for line in (*written.blocks, *written.machine, *written.inline):
        outer, inner = inner_of(line)
        for one in filter(None, (outer, inner)):
            assert_exists(words_of(one))


def assert_exists(words: list[str]) -> None:
    program = words[0]
    if words[:3] == ["aws", "logs", "tail"]:
        assert {word for word in words if word.startswith("-")} <= AWS_LOGS_TAIL
    elif program == "aws":
        read_aws(words)
    elif program == "freeze":
        parse(command, words[1:])
    else:
        assert program in {"systemctl", "mkdir", "mv", "rm", "npx"}


def parse(found: click.Command, words: list[str]) -> None:
    """Parse words as click does, and run nothing, not even what looks a value up."""
    context = click.Context(found, info_name="freeze")
    while isinstance(found, click.Group) and words and (inner := found.get_command(context, words[0])):
        context, found, words = click.Context(inner, parent=context, info_name=words[0]), inner, words[1:]
    assert not isinstance(found, click.Group) or found.invoke_without_command, f"freeze has no {words[0]}"
    unknown = {word for word in words if word.startswith("--")} - {name for one in found.params for name in one.opts}
    assert unknown == set()
    given, _, _ = found.make_parser(context).parse_args(list(words))
    for parameter in (one for one in found.params if isinstance(one, click.Option)):
        if given.get(parameter.name or "") is not None and not isinstance(parameter.type, click.Path):
            parameter.type_cast_value(context, given[parameter.name or ""])


def test_the_page_of_incidents_names_what_the_rehearsal_cannot_run() -> None:
    text = (PAGES / "index.md").read_text()

    assert [name for name in NOT_REHEARSED if f"`{name}`" not in text] == []
