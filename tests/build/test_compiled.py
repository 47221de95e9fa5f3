"""What was compiled of a template is taken again only for the very same text."""

from pathlib import Path

from polynya.compile import compile_templates, site_facts
from polynya.model import Settings


def test_a_compiled_template_is_kept_until_its_text_changes(tmp_path: Path) -> None:
    facts, kept = site_facts(Settings(title="Books")), tmp_path / "kept"
    template = tmp_path / "templates/fragments/thread.html"
    template.parent.mkdir(parents=True)
    kept.mkdir()
    folders = (tmp_path / "templates",)
    template.write_text("one")

    first = dict(compile_templates(folders, facts, kept))
    there = {file: file.stat().st_ino for file in kept.iterdir()}
    again = dict(compile_templates(folders, facts, kept))
    assert again == first == dict(compile_templates(folders, facts))
    assert {file: file.stat().st_ino for file in kept.iterdir()} == there

    template.write_text("two")
    assert dict(compile_templates(folders, facts, kept)) == dict(compile_templates(folders, facts)) != first


def test_half_a_file_is_compiled_again(tmp_path: Path) -> None:
    facts = site_facts(Settings(title="Books"))
    template = tmp_path / "templates/fragments/thread.html"
    template.parent.mkdir(parents=True)
    template.write_text("one")
    folders = (tmp_path / "templates",)
    first = dict(compile_templates(folders, facts, tmp_path))
    for file in tmp_path.glob("live-*"):
        file.write_bytes(file.read_bytes()[:7])

    assert dict(compile_templates(folders, facts, tmp_path)) == first
