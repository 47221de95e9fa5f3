"""Which mails a submission asks for, and their words: no clock, no store, nothing is sent (live wing)."""

from dataclasses import replace

from jinja2 import Environment

from ..claims import held_until
from ..contract import Contract, Form, SiteFacts
from ..guards.trap import SPRUNG
from ..inbox.actions import id_as_seen
from ..mail import Mail, is_address
from ..routes import live_url
from ..settings import Settings
from ..submissions import EDITED, State, Submission
from ..words.held import reasons_in_words
from .lines import lines_of, total_of
from .links import (
    CONFIRM,
    DIGEST_FORM,
    MODERATE,
    PASSKEY_TOLD_FORM,
    SIGN_IN,
    SIGN_IN_FORM,
    UNSUBSCRIBE,
    mail_link,
    moderate_link,
    sign_in_link,
    told_of,
)
from .status import DIGEST, NOTIFY, Errand

RECEIPT = "receipt"
PASSKEY = "passkey"
SHOWN_OF_ID = 8


def errands_of(submission: Submission, contract: Contract, settings: Settings) -> list[Errand]:
    """List the mails a submission asks for: to the owner first. None for what a machine has typed, or was rejected."""
    if submission.form == SIGN_IN_FORM:
        return [Errand(SIGN_IN, _typed(submission, "email"))] if settings.mail else []
    if submission.form == PASSKEY_TOLD_FORM:
        return [Errand(PASSKEY, _typed(submission, "email"))] if settings.mail else []
    if submission.form == DIGEST_FORM:
        return _digest_to(_typed(submission, "to"), contract, settings)
    form = contract.forms.get(submission.form)
    if form is None or not settings.mail or SPRUNG in submission.reasons or submission.state is State.REJECTED:
        return []
    addressed = [(DIGEST if form.digest else NOTIFY, to) for to in told_of(form, settings)]
    addressed += [(kind, _typed(submission, field)) for kind, field in _ours_to_visitors(form)]
    return list(dict.fromkeys(Errand(kind, to) for kind, to in addressed if to))


def write_mail(
    errand: Errand, submission: Submission, contract: Contract, *, settings: Settings, templates: Environment
) -> Mail:
    """Write one mail: templates/mail/<kind>.txt, whose first line is the subject, and <kind>.html."""
    context = _context(errand, submission, contract, settings=settings)
    mail = draw_mail(templates, errand, context, key=_key_of(errand, submission))
    return replace(
        mail,
        reply_to=_visitor(contract.forms[submission.form], submission) if errand.kind == NOTIFY else "",
        unsubscribe=str(context.get(UNSUBSCRIBE, "")),
    )


def draw_mail(templates: Environment, errand: Errand, context: dict[str, object], *, key: str) -> Mail:
    """Draw templates/mail/<kind>.txt, whose first line is the subject, and <kind>.html."""
    text = _drawn(templates, f"mail/{errand.kind}.txt", context)
    subject, _, body = text.partition("\n")
    html = _drawn(templates, f"mail/{errand.kind}.html", context)
    site: SiteFacts = templates.globals["site"]  # type: ignore[assignment]  # `prepare` has put it there
    language = str(context.get("language") or getattr(context.get("form"), "language", "") or site.language)
    return Mail(key=key, to=errand.to, subject=subject, text=body.strip("\n") + "\n", html=html, language=language)


def _key_of(errand: Errand, submission: Submission) -> str:
    """Name a mail; one that tells of a change is another mail than the first."""
    edited = submission.extra.get(EDITED) if errand.kind == NOTIFY else None
    return "/".join((submission.key, errand.kind, errand.to, *([str(edited)] if edited else [])))


def short_id(submission: Submission) -> str:
    """Name a submission as `freeze inbox` does: never by its whole key, for whoever knows that may read what it says."""
    return submission.key[:SHOWN_OF_ID]


def _context(errand: Errand, submission: Submission, contract: Contract, *, settings: Settings) -> dict[str, object]:
    if errand.kind == SIGN_IN:
        return {"home": settings.site_url, "enter": sign_in_link(submission, settings)}
    if errand.kind == PASSKEY:
        told = {name: _typed(submission, name) for name in ("did", "name")}
        return {"home": settings.site_url, "passkeys": settings.site_url + live_url("passkeys"), **told}
    context: dict[str, object] = {
        "form": contract.forms[submission.form],
        "page": contract.pages.get(submission.page),
        "home": settings.site_url,
        "id": id_as_seen(submission, short_id(submission), mailed=True),
        "number": submission.number,
        "state": submission.state.value,
        "lines": lines_of(submission, contract, written=errand.kind == NOTIFY),
        "total": total_of(submission, contract),
    }
    if errand.kind == NOTIFY:
        context |= _for_owner(errand, submission, contract, settings=settings)
    if errand.kind == CONFIRM:
        context |= {purpose: mail_link(purpose, submission, settings) for purpose in (CONFIRM, UNSUBSCRIBE)}
        context["held"] = held_until(submission) > 0
    return context


def _for_owner(errand: Errand, row: Submission, contract: Contract, *, settings: Settings) -> dict[str, object]:
    """Write what an owner reads in the language of the site, whatever that of the form is."""
    language = contract.site.language
    return {
        "language": language,
        "reasons": reasons_in_words(row.reasons, language),
        MODERATE: moderate_link(row, errand.to, settings),
    }


def _digest_to(to: str, contract: Contract, settings: Settings) -> list[Errand]:
    """Address a digest, unless nobody there is told of anything by digest any more."""
    told = (told_of(form, settings) for form in contract.forms.values() if form.digest)
    return [Errand(DIGEST, to)] if settings.mail and any(to in addresses for addresses in told) else []


def _ours_to_visitors(form: Form) -> tuple[tuple[str, str], ...]:
    return ((RECEIPT, form.receipt), (CONFIRM, form.confirm))


def _typed(submission: Submission, field: str) -> str:
    value = submission.values.get(field, "")
    return value if isinstance(value, str) else ""


def _visitor(form: Form, submission: Submission) -> str:
    """Find where an owner's reply goes; "" rather than anything that is not one address, or the mail would be refused."""
    typed = (_typed(submission, field.name) for field in form.fields if field.type == "email")
    return next((address for address in typed if is_address(address)), "")


def _drawn(templates: Environment, name: str, context: dict[str, object]) -> str:
    # What a mail cannot hold, half a pair of UTF-16 for instance, becomes a question mark.
    return templates.get_template(name).render(context).encode("utf-8", "replace").decode("utf-8")
