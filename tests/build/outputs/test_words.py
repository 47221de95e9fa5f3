"""The words of a page are counted as `str.split` parts them, by whichever way is sooner."""

from hypothesis import given
from hypothesis import strategies as st

from polynya.outputs.head import words_in


@given(st.text("ab- \n\t\r\v\f\x1c\x1d\x1e\x1f\x00é\xa0\u2003", max_size=30))
def test_words_are_what_blanks_part(text: str) -> None:
    assert words_in(text) == len(text.split())
