"""The rating of a thread as a small picture: stars, average, how many rated, in lines or in pixels (live wing)."""

from ..threads import Thread
from .drawing import Badge, draw
from .pixels import as_png

__all__ = ["Badge", "as_png", "badge_of"]

MOST_STARS = 10  # a rating with more steps is drawn as five stars


def badge_of(thread: Thread) -> Badge:
    """Make the badge of a thread that rates; a dash stands for an average that nobody has given yet."""
    stars = thread.best if thread.best <= MOST_STARS else 5
    share = 0.0 if thread.average is None else thread.average / thread.best
    average = "–" if thread.average is None else f"{thread.average:.1f}"
    alt = f"{average} / {thread.best} ({thread.ratings})"
    return draw(stars, min(1.0, max(0.0, share)), average=average, count=f"({thread.ratings})", alt=alt)
