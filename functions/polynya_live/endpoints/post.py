"""A post as the guards and the form read it, and the submission that comes of it (live wing)."""

from dataclasses import replace

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from ..accounts.guard import current_account
from ..claims import HELD, HOLD_S, UNCONFIRMED, UNCONFIRMED_S, claims_of
from ..contract import Form, PageRef
from ..forms import SOLUTION, VERSION, DeclaredForm, form_class
from ..forms.prices import agreed_prices
from ..forms.versions import CHANGED, LACKING, drawn_form, told_now
from ..guards.body import check_body
from ..guards.origin import from_our_pages
from ..guards.proof import proven
from ..guards.signing import sign
from ..guards.stamps import STALE, UNPROVEN, Proof, least_age, make_stamp, read_stamp
from ..guards.trap import SPRUNG, sprung
from ..guards.visitors import DAY_MS, visitor_address, visitor_id
from ..guards.wording import looks_odd
from ..submissions import ACCOUNT, State, Submission, digest_of
from ..values import dataclass
from ..wing import Wing, wing

SOON_MS = 10 * 60_000
FOREIGN = (
    "A form can only be posted from the page it is on, and your browser did not say that it was. "
    "Please open that page and post the form there."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a form. page: None when it names no page of the form. proof: None without a stamp of ours. now: ms.

    proven: whether it has the proof of work that its form asks for, if any.

    form: with the fields that the page had which it was posted from, and all else as it is now.
    """

    form: Form
    page: PageRef | None
    bound: DeclaredForm
    proof: Proof | None
    proven: bool
    visitor: str
    trapped: bool
    now: int

    @property
    def page_id(self) -> str:
        """The page of the thread, "" for a form that stands alone."""
        return self.page.id if self.page else ""

    @property
    def misses_page(self) -> bool:
        """Whether it should have named a page of its form, and did not."""
        return bool(self.form.thread) and self.page is None


def read_post(form: Form) -> Post:
    """Read what was posted, past the guards that refuse. Raises HTTPException when one of them does."""
    here = wing()
    if not from_our_pages(request.headers, here.settings.site_url):
        raise BadRequest(FOREIGN)  # never 403: the CDN answers that with its own page
    check_body(request, form, here.contract.rows)
    return _post_of(form, request.form)


def read_asked(form: Form) -> Post:
    """Read answers out of the address, for a form that keeps nothing: anybody may link to what it says."""
    return _post_of(form, request.args)


def _post_of(form: Form, typed: MultiDict[str, str]) -> Post:
    here = wing()
    now = here.clock()
    drawn = drawn_form(form, here.contract.earlier.get(form.name, ()), typed.get(VERSION, ""), now=now)
    least = least_age({field.type for field in drawn.fields})
    kind = here.form_classes[form.name] if drawn is form else form_class(drawn, here.contract.rows)
    return Post(
        form=drawn,
        page=here.page_of(form, typed.get("page", "")),
        bound=kind(typed, here.today(drawn)),
        proof=read_stamp(typed.get("stamp", ""), here.settings.secret, form.name, now=now, least=least),
        proven=proven(form, typed.get("stamp", ""), typed.get(SOLUTION, ""), secret=here.settings.secret, now=now),
        visitor=_visitor(here, now),
        trapped=sprung(typed),
        now=now,
    )


def submission_of(post: Post) -> Submission:
    """Make the submission of a post that fits its form."""
    typed = post.bound.values()
    digest = digest_of(post.form.name, post.page_id, typed)
    values, changed, lacking = told_now(typed, post.form, wing().contract.forms[post.form.name])
    proof = post.proof or Proof(_derived_key(post, digest), UNPROVEN)
    unproven = UNPROVEN if post.proof and not post.proven else ""
    seen = (proof.reason, unproven, SPRUNG if post.trapped else "", LACKING if lacking else "")
    waits = UNCONFIRMED if post.form.confirm and not post.form.private else ""
    reasons = tuple(filter(None, (*seen, *looks_odd(post.form, typed), waits)))
    claims = claims_of(post.form, post.page, values)
    held = post.now + HOLD_S * 1000 if post.form.confirm and claims else 0
    return Submission(
        key=proof.key,
        form=post.form.name,
        page=post.page_id,
        values=values,
        state=state_of(post.form, reasons),
        received=post.now,
        digest=digest,
        version=post.form.version,
        expires=None if held else expires_at(post.form, post.now),  # what it holds must be given back before it goes
        reasons=reasons,
        claims=claims,
        due=post.now if post.form.mails and wing().settings.mail else held,
        extra={
            **({CHANGED: changed} if changed else {}),
            **({HELD: held} if held else {}),
            **agreed_prices(wing().contract.forms[post.form.name], values, wing().contract.rows),
        },
    )


def with_sender(submission: Submission) -> Submission:
    """Note whose it is, when somebody is signed in. Raises StoreUnavailable."""
    account = current_account()
    return replace(submission, extra={**submission.extra, ACCOUNT: account.email}) if account else submission


def stamp_for(post: Post, key: str = "") -> str:
    """Choose the stamp that the next post of this form carries: the one it came with, else a new one for `key`."""
    if post.proof and post.proof.reason != STALE:
        return request.form["stamp"]  # as old as it is, or mending a slip would make it hasty
    return fresh_stamp(post, key or (post.proof.key if post.proof else ""))


def fresh_stamp(post: Post, key: str = "") -> str:
    """Make a stamp for a form; key: its nonce, "" for a new one."""
    return make_stamp(wing().settings.secret, post.form.name, now=post.now, key=key)


def acts_at_once(form: Form) -> bool:
    """Tell whether a submission has an effect before anybody has read it."""
    return form.limited or form.moderation != "before"


def expires_at(form: Form, now: int, *, confirmed: bool = False) -> int | None:
    """Say when a submission is forgotten, in seconds; soon, when nobody confirms an address that has to be."""
    keep_s = UNCONFIRMED_S if form.confirm and not confirmed else form.keep_s
    return None if keep_s is None else now // 1000 + keep_s


def state_of(form: Form, reasons: tuple[str, ...]) -> State:
    """Say where a submission stands that nobody has read yet."""
    if form.private:
        return State.PRIVATE
    return State.PENDING if reasons or form.moderation == "before" else State.APPROVED


def _derived_key(post: Post, digest: str) -> str:
    """Make the key of a post without a stamp: the same words of the same visitor on the same day are one submission.

    What acts at once is the same within minutes only: people do order the same again. An id that began with a dash would
    read as an option of `freeze inbox`.
    """
    while_same = SOON_MS if acts_at_once(post.form) else DAY_MS
    return "0" + sign(wing().settings.secret, "key", digest, post.visitor, str(post.now // while_same))


def _visitor(here: Wing, now: int) -> str:
    address = visitor_address(request.headers, request.remote_addr or "", here.settings.origin_secret)
    return visitor_id(address, here.settings.secret, now=now)
