"""Retouches a release: only texts or templates of pages were edited, so the site need not be read again (build wing).

A whole freeze leaves four files in build/cache/, which count only with the same token in each:

- memory.pickle (`observing.memory`): what each output read and gave.
- pages.pickle (`stock`): the site as it was read, its pages as columns (`shelf`), and who reads which text. It takes longest,
  so it is put away beside other work, under a name of its own until the release is public (`kept_ahead`, `take_over`).
- site.pickle (`kept.Ends`): the little that is known once the release has its name. `begin` reads it first: most often it says
  already whether a retouch will do.
- touched.pickle (`kept.Touches`): what retouching has changed since, told anew each time.

The next whole freeze takes all of them in (`remembered`) and begins anew (`keep`).
"""

from .kept import Span, keep, remembered
from .retouch import Retouched, retouch
from .stock import kept_ahead

__all__ = ["Retouched", "Span", "keep", "kept_ahead", "remembered", "retouch"]
