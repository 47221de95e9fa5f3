"""The endpoints of the inbox, by the names of their routes (live wing)."""

from collections.abc import Callable

from flask import Response

from . import posts, screens

ENDPOINTS: dict[str, Callable[..., Response]] = {
    "inbox": screens.show,
    "inbox_several": posts.act_on_several,
    "inbox_one": screens.show_one,
    "inbox_act": posts.act,
}
