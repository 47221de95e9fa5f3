"""What a form asks only sometimes, looks at early, counts, and says in its own words."""

from pathlib import Path

from build.reading.contents import HOME, site_of
from polynya_live.contract import Form

FORM = """\
fields:
  - {name: about, type: radio, options: {book: A book, cafe: The café}}
  - {name: news, type: checkbox}
  - {name: title, required_if: {about: [book, cafe]}, check: false, messages: {missing: Which one?}}
  - {name: email, type: email, required_if: news}
  - {name: code, type: hidden, required_if: {news: true}}
show: [about]
tally: about
check: true
messages: {full: No room., optional: ""}
"""


def form_of(root: Path, site: str = "title: Floe\n", form: str = FORM) -> Form:
    return site_of(root, {**HOME, "site.yaml": site, "forms/contact.yaml": form}).forms["contact"]


def test_a_field_may_hang_on_another_one(tmp_path: Path) -> None:
    _, _, title, email, code = form_of(tmp_path).fields

    assert (title.required_if, title.required_for) == ("about", ("book", "cafe"))
    assert (email.required_if, email.required_for) == ("news", ())
    assert (code.required_if, code.required_for) == ("news", ("yes",))


def test_every_field_is_looked_at_early_but_those_that_say_no_and_the_hidden(tmp_path: Path) -> None:
    assert [field.check for field in form_of(tmp_path).fields] == [True, True, False, True, False]


def test_votes_are_counted_of_one_field(tmp_path: Path) -> None:
    assert form_of(tmp_path).tally == "about"


def test_own_words_are_kept_and_empty_ones_are_none(tmp_path: Path) -> None:
    form = form_of(tmp_path)

    assert form.messages == {"full": "No room."}
    assert form.fields[2].messages == {"missing": "Which one?"}


def test_the_nearest_words_win_form_then_site_then_language(tmp_path: Path) -> None:
    site = "title: Floe\nlanguage: de-AT\nmessages: {full: Voll., taken: Vergeben.}\n"

    said = form_of(tmp_path, site).messages

    assert said["full"] == "No room."
    assert said["taken"] == "Vergeben."
    assert said["missing"] == "Bitte füllen Sie das aus."


def test_what_a_form_does_not_say_is_said_in_its_language(tmp_path: Path) -> None:
    german = form_of(tmp_path / "german", "title: Scholle\nlanguage: de\n")
    english = form_of(tmp_path / "english")
    own = form_of(tmp_path / "own", "title: Scholle\nlanguage: de\n", f"{FORM}submit: Her damit\nthanks: Na also.\n")

    assert (german.submit, german.thanks) == ("Abschicken", "Danke.")
    assert (english.submit, english.thanks) == ("Send", "Thank you.")
    assert (own.submit, own.thanks) == ("Her damit", "Na also.")


def test_a_language_without_a_catalogue_says_it_in_english(tmp_path: Path) -> None:
    assert form_of(tmp_path, "title: Floe\nlanguage: is\n").messages == {"full": "No room."}


def test_the_version_changes_with_a_condition_and_stays_with_words(tmp_path: Path) -> None:
    version = form_of(tmp_path).version

    assert form_of(tmp_path, form=FORM.replace("[book, cafe]", "book")).version != version
    assert form_of(tmp_path, form=FORM.replace("Which one?", "Which?").replace("check: true", "")).version == version
