"""Holds every form of a drawn page against what the live wing answers: the contract (build wing)."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from polynya_live.contract import Form, Rows
from polynya_live.forms import RESERVED, form_class
from polynya_live.forms.answers import bounds
from polynya_live.routes import live_url
from polynya_live.values import dataclass, field

from .findings import Finding
from .tags import Attributes

_SENDING = ("hx-post", "hx-put", "hx-patch", "hx-delete")
_NO_NAMES = frozenset(("submit", "button", "reset", "image"))
_FIELDS = ("input", "textarea", "select")
NO_LIMIT = "any number of"
_FORMS = live_url("submit", form="")
_LIMITED = ("text", "textarea", "email", "url")


@dataclass(slots=True)
class _Drawn:
    """A form as it stands in a page. named: its fields by name; sends: whether it has a button for that."""

    attributes: Attributes
    named: dict[str, Attributes] = field(default_factory=dict)
    sends: bool = False


class Accepted:
    """What each declared form takes, worked out once: names of inputs, and their most characters."""

    def __init__(self, forms: Mapping[str, Form], rows: Rows) -> None:
        self.forms = {live_url("submit", form=name): form for name, form in forms.items()}
        self.inputs = {
            name: RESERVED.union(*(control.inputs() for control in form_class(form, rows)().controls))
            for name, form in forms.items()
        }

    def form_at(self, action: str) -> Form | None:
        """Find the form that a post to `action` is for."""
        return self.forms.get(unquote(urlsplit(action).path)) or self.forms.get(action)


class FormsLooker:
    """Looks at the forms of one page. found: in order. drawn: the names of those that stand there."""

    def __init__(self, accepted: Accepted) -> None:
        self.accepted = accepted
        self.found: list[Finding] = []
        self.drawn: set[str] = set()
        self._open: list[_Drawn] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Look at an opening tag."""
        if tag == "form":
            self._open.append(_Drawn(attributes))
        elif self._open and tag in _FIELDS and attributes.get("type", "").lower() not in _NO_NAMES:
            if attributes.get("name"):
                self._open[-1].named.setdefault(attributes["name"], attributes)
        elif (
            self._open
            and tag in ("button", "input")
            and attributes.get("type", "submit" if tag == "button" else "text") in ("submit", "image")
        ):
            self._open[-1].sends = True
        elif not self._open:
            self._sender(tag, attributes)

    def end(self, tag: str) -> None:
        """Look at a closing tag."""
        if tag == "form" and self._open:
            self._check(self._open.pop())

    def _sender(self, tag: str, attributes: Attributes) -> None:
        name = next((one for one in _SENDING if one in attributes), None)
        if name:
            fact = f"<{tag} {name}> outside of a form does nothing without JavaScript"
            hint = f'put it into <form method="post" action="{attributes[name]}">.'
            self.found.append(Finding("needs-javascript", fact, hint, attributes[name], warns=True))

    def _check(self, drawn: _Drawn) -> None:
        action = drawn.attributes.get("action", "")
        self.drawn.update(_form_of(drawn.attributes.get(name, "")) for name in ("action", *_SENDING))
        is_post = drawn.attributes.get("method", "get").lower() == "post"
        named = f'the form to "{action}"' if action else "a form"
        if not drawn.sends:
            hint = 'give it a <button type="submit">.'
            self.found.append(
                Finding("needs-javascript", f"{named} has no button that sends it", hint, action or "<form")
            )
        if not is_post and not any(name in drawn.attributes for name in _SENDING):
            return
        if not is_post or not action:
            hint = 'write method="post" and the action, as {{ form("name") }} does.'
            fact = f"{named} is sent by JavaScript alone"
            self.found.append(Finding("needs-javascript", fact, hint, action or "<form"))
        declared = self.accepted.form_at(action)
        if declared:
            self._fields(drawn, declared, action)

    def _fields(self, drawn: _Drawn, declared: Form, action: str) -> None:
        hint = (
            f"draw it with {{{{ form('{declared.name}') }}}} or ::form[{declared.name}], "
            f"or mend content/forms/{declared.name}.yaml."
        )
        takes = self.accepted.inputs[declared.name]
        for name in drawn.named:
            if name not in takes:
                self._broken(f'the form "{declared.name}" has no field "{name}"', hint, name)
        for one in declared.fields:
            attributes = drawn.named.get(one.name)
            if attributes is None:
                if one.required and one.type not in ("quantity", "checkboxes", "hidden"):
                    self._broken(f'the form "{declared.name}" is drawn without its field "{one.name}"', hint, action)
            elif one.type in _LIMITED and attributes.get("maxlength", NO_LIMIT) != _most(one):
                fact = (
                    f'the field "{one.name}" of the form "{declared.name}" takes {_most(one)} characters, '
                    f"and is drawn for {attributes.get('maxlength', NO_LIMIT)}"
                )
                self._broken(fact, hint, one.name)
        if declared.thread and "page" not in drawn.named:
            self._broken(f'the form "{declared.name}" does not say which page it is for', hint, action)

    def _broken(self, fact: str, hint: str, written: str) -> None:
        self.found.append(Finding("form-contract", fact, hint, written))


def _form_of(address: str) -> str:
    """Name the form that an address belongs to; "" for none."""
    path = unquote(urlsplit(address).path)
    return path.removeprefix(_FORMS).partition("/")[0] if path.startswith(_FORMS) else ""


def _most(declared: object) -> str:
    most = bounds(declared)[1]  # type: ignore[arg-type]  # a contract.Field
    return str(int(most)) if most is not None else NO_LIMIT
