"""Every word that an owner reads has its German: in templates, in scripts, and in what the functions say."""

import ast
import re
from pathlib import Path

import pytest

from build.look.test_german import SAID, literals_of
from polynya_live.endpoints import moderating
from polynya_live.inbox import charts, drawing, looking, posts
from polynya_live.words.de import GERMAN
from polynya_live.words.de_answers import ANSWERS
from polynya_live.words.de_owners import OWNERS
from polynya_live.words.held import REASONS

KIT = Path(__file__).parents[3]
TEMPLATES = KIT / "templates"
OF_OWNERS = sorted([*TEMPLATES.glob("inbox/*"), *TEMPLATES.glob("mail/*"), TEMPLATES / "fragments/moderate.html"])


@pytest.mark.parametrize("template", OF_OWNERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_for_owners_says_nothing_that_has_no_german(template: Path) -> None:
    source = template.read_text()

    assert literals_of(source) == []
    assert {one or other for one, other in SAID.findall(source)} - GERMAN.keys() == set()


def test_whatever_is_said_of_a_submission_has_its_german() -> None:
    said = {
        *REASONS.values(),
        *looking.ACTS.values(),
        *looking.STATES.values(),
        *looking.MAILS.values(),
        *looking.FATES.values(),
        *filter(None, looking.STANDINGS.values()),
        *(text for both in looking.AGO.values() for text in both),
        *drawing.TABS.values(),
        *drawing.LISTED.values(),
        *moderating.STANDS.values(),
    }

    assert said - GERMAN.keys() == set()


@pytest.mark.parametrize("module", [charts, drawing, looking, posts, moderating], ids=lambda module: module.__name__)
def test_no_sentence_of_the_functions_is_without_its_german(module: object) -> None:
    tree = ast.parse(Path(str(vars(module)["__file__"])).read_text())
    notes = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    notes |= {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}

    sentences = {text for text in texts - notes if re.search(r"[a-z]+ [a-z]+.*[.:?]$", text)}

    assert sentences - GERMAN.keys() == set()


def test_the_script_of_the_inbox_says_nothing_of_its_own() -> None:
    script = re.sub(r"^\s*//.*$", "", (KIT / "site/static/inbox.js").read_text(), flags=re.MULTILINE)

    assert [text for text in re.findall(r'"([^"]*)"', script) if re.search(r"[A-Z][a-z]+ [a-z]+ ", text)] == []
    assert {"lost", "gone", "failed"} <= set(re.findall(r"dataset\.(\w+)", script))


@pytest.mark.parametrize("english", sorted(GERMAN))
def test_a_translation_has_the_same_places_for_values(english: str) -> None:
    places = re.compile(r"\{\w+\}")

    assert sorted(places.findall(GERMAN[english])) == sorted(places.findall(english))


def test_nothing_is_translated_twice() -> None:
    assert OWNERS.keys() & ANSWERS.keys() == set()
    source = (KIT / "functions/polynya_live/words/de.py").read_text()
    own = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    assert {text for text in own if text in OWNERS or text in ANSWERS} == set()
