"""What forms elsewhere are written with, and what takes its place here; read only when somebody writes it (build wing)."""

from collections.abc import Mapping

_DATES = "give the page of the form a date or an expires, and write limits: {capacity: 0} to close the form itself."
_AFTERWARDS = "write thanks: with what is said afterwards; nobody is led to another page."
_MACHINES = "take it out: each form has a trap for machines; limits: {proof_of_work: true} asks more of them."
_TOLD = "write notify: owner, or an address such as notify: team@example.org."
_ANSWERED = "write receipt: with the name of the e-mail field whose owner is sent what they chose."
_ELSEWHERE = "take it out: what comes is kept here; notify mails it, and freeze export writes it to a file."
_HAS_ITS_OWN = "take it out: the form is called like its file, and its address follows from that."
_PLACES = "write limits: {capacity: 30} beside fields."
_CONDITION = "write required_if: {other: answer}; a field is always shown, and needed for that answer alone."
_HELP = "write help: with the words that stand below the label."
_EMPTY = "take it out: a field starts empty; fill: name or fill: email is for who is signed in."
_OPTIONS = "write options: [one, another]."
_LABEL = "write label: with what is asked."

_OF_FORMS = {
    "opens open opensat from start startdate closes close closesat closed until deadline end enddate expires": _DATES,
    "redirect redirecturl success successurl next thankyou confirmation": _AFTERWARDS,
    "captcha recaptcha hcaptcha turnstile honeypot": _MACHINES,
    "to email emailto sendto recipient recipients": _TOLD,
    "autoreply autoresponse autoresponder": _ANSWERED,
    "webhook webhooks zapier slack sheet": _ELSEWHERE,
    "name id slug action method endpoint": _HAS_ITS_OWN,
    "capacity limit places seats stock maxsubmissions": _PLACES,
    "pervisitor rate ratelimit": "write limits: {per_visitor: 5/hour}.",
    "links words proofofwork": "write it into limits: limits: {words: [casino]}.",
    "waitinglist waitlist": "make a form of its own for it, without capacity, and put it on the same page.",
    "description intro help": "write it into the text of the page, above the form.",
    "button submitlabel submittext": "write submit: with the words on the button.",
    "questions inputs": "write fields: with one entry for each question.",
}
_OF_FIELDS = {
    "showif visibleif if when condition conditional conditions dependson onlyif": _CONDITION,
    "placeholder hint description": _HELP,
    "default value initial prefill selected checked": _EMPTY,
    "choices values answers items": _OPTIONS,
    "question title text": _LABEL,
    "step": "write whole: true for whole numbers; any other number may have a fraction.",
    "minlength": "write min.",
    "maxlength": "write max.",
    "multiple": "write type: checkboxes.",
    "optional": "take it out: what does not say required: true may be left empty.",
    "unique": "write unique: with the names of the fields, beside fields.",
    "capacity stock limit": _PLACES,
    "regex validate validation": 'write pattern: "[0-9]{5}", for instance.',
    "error errormessage": "write messages: {missing: Which one?}, or message: beside a pattern.",
    "price": "write type: quantity, with rows: and a collection whose pages have a price.",
}
INSTEAD: Mapping[str, Mapping[str, str]] = {
    "a form": {key: hint for keys, hint in _OF_FORMS.items() for key in keys.split()},
    "a form field": {key: hint for keys, hint in _OF_FIELDS.items() for key in keys.split()},
}
"""What to do instead, by what is declared, and by keys in small letters and as one word each."""
TYPES = {
    "string": "text", "str": "text", "textbox": "text", "tel": "text", "phone": "text", "password": "text",
    "multiline": "textarea", "markdown": "textarea", "mail": "email", "e-mail": "email",
    "int": 'number", with "whole: true', "integer": 'number", with "whole: true', "float": "number",
    "stars": "rating", "bool": "checkbox", "boolean": "checkbox",
    "dropdown": "select", "choice": "select", "link": "url", "datetime": "date", "multiselect": "checkboxes",
    "money": "number", "amount": "number", "price": "number", "range": "number", "slider": "number", "toggle": "checkbox",
    "matrix": 'radio" for each of its rows, with the same "options', "likert": 'radio" for each row, with the same "options',
}  # fmt: skip
"""What a type of elsewhere is called here."""
