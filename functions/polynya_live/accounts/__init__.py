"""Who is signed in, and what they may do (live wing).

There are no passwords: a mailed link opens a session. The store keeps a keyed hash of the session's token, never the token.
"""

from .account import Account, Role
from .guard import current_account, require_role

__all__ = ["Account", "Role", "current_account", "require_role"]
