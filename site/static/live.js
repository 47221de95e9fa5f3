// What htmx leaves to the page: say so when a form's post did not get through.
// Everything works without this file, and the words that a visitor typed are never touched.
"use strict";

const LOST = "That did not get through. Your words are still here: please try again in a moment.";
const NO_ANSWER = document.body.dataset.lost ?? LOST;

function posting(event) {
  return event.target instanceof HTMLFormElement ? event.target : null;
}

// What derives is no form, but an element or a button in one.
function asking(event) {
  const asks = event.target instanceof Element && event.target.matches(".derived, button[formaction]");
  return posting(event) ?? (asks ? event.target.closest("form") : null);
}

function say(form, text) {
  const notice = form.querySelector(".notice");
  if (!notice) return;
  const words = document.createElement("p");
  words.textContent = text;
  notice.replaceChildren(words);
  notice.scrollIntoView({ block: "nearest" });
}

// While a form is on its way its lines take no more words: the answer takes its place, and those would be gone with it.
function underWay(form, is) {
  if (!form) return;
  form.ariaBusy = is ? "true" : null;
  for (const field of form.elements) field.readOnly = is;
}

document.addEventListener("htmx:before:request", (event) => underWay(posting(event), true));
document.addEventListener("htmx:finally:request", (event) => underWay(posting(event), false));

// A button is disabled while its form is posted, and browsers then let go of the focus: whoever types keys gets it back.
const pressed = new WeakMap();

document.addEventListener("htmx:before:request", (event) => {
  const button = document.activeElement;
  if (asking(event)?.contains(button) && button.matches("button")) pressed.set(event.target, button);
});

document.addEventListener("htmx:finally:request", (event) => {
  const button = pressed.get(event.target);
  pressed.delete(event.target);
  if (!button) return;
  requestAnimationFrame(() => {
    if (button.isConnected && document.activeElement === document.body) button.focus({ preventScroll: true });
  });
});

// A post that is quicker than the stamp of its form waits for it; without one the visitor would be asked once more.
// Some browsers give no focus to what is clicked, so the stamp may not even have been asked for.
const STAMP = "[hx-get^='/live/stamp/']";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const spot = form.querySelector(`:scope > ${STAMP}:not([data-missed])`);
  if (!spot || !window.htmx || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if ("awaited" in spot.dataset) return;
  spot.dataset.awaited = "";
  form.setAttribute("aria-busy", "true");
  const watch = new MutationObserver(() => {
    if (spot.isConnected && !("missed" in spot.dataset)) return;
    watch.disconnect();
    form.requestSubmit(event.submitter);
  });
  watch.observe(form, { childList: true, subtree: true, attributeFilter: ["data-missed"] });
  form.dispatchEvent(new FocusEvent("focusin"));
}, true);

document.addEventListener("htmx:finally:request", (event) => {
  if (event.target instanceof Element && event.target.matches(STAMP)) event.target.dataset.missed = "";
});

// Of a form that came back, a browser takes the words for those of the page, and keeps none for the way back to it: they are typed.
// And the focus brings the middle of an answer into sight: one that fills the screen, as text is large, is read from its top.
document.addEventListener("htmx:after:swap", ({ target }) => {
  if (!(target instanceof Element) || !target.matches("form, .thanks")) return;
  for (const field of target.elements ?? []) {
    if (field.defaultValue && field.type !== "hidden") [field.defaultValue, field.value] = ["", field.value];
  }
  const answer = document.activeElement;
  if (answer.matches(".notice, .thanks") && 2 * answer.offsetHeight > innerHeight) answer.scrollIntoView();
});

// The network is gone, or the time is up.
document.addEventListener("htmx:error", (event) => {
  const form = asking(event);
  if (form) say(form, NO_ANSWER);
});

// A field was looked at: who hears the page hears whether it is right.
document.addEventListener("htmx:finally:request", (event) => {
  const checked = event.target instanceof Element && event.target.querySelector(":scope > .checked");
  if (!checked) return;
  for (const input of event.target.querySelectorAll("input, select, textarea")) {
    input.ariaInvalid = checked.querySelector(".error") ? "true" : "false";
  }
});

// The stamp of a form brings which days may be chosen now, for the page may have been frozen long ago; and the name and the
// address of who is signed in, for fields that say so and are still empty.
document.addEventListener("htmx:after:process", () => {
  for (const stamp of document.querySelectorAll('input[name="stamp"][data-days]')) {
    for (const [id, days] of Object.entries(JSON.parse(stamp.dataset.days))) {
      Object.assign(stamp.form?.elements.namedItem(id) ?? {}, days);
    }
    delete stamp.dataset.days;
  }
});

document.addEventListener("htmx:after:process", () => {
  for (const stamp of document.querySelectorAll('input[name="stamp"]:is([data-name], [data-email])')) {
    for (const field of stamp.form?.querySelectorAll("[data-fill]") ?? []) {
      field.value ||= stamp.dataset[field.dataset.fill] ?? "";
    }
    delete stamp.dataset.name;
    delete stamp.dataset.email;
  }
});

// Somebody else answered (a gateway, a hotel's login page): our own answers say how they go in.
document.addEventListener("htmx:after:request", (event) => {
  const form = asking(event);
  const answer = event.detail?.ctx?.response;
  if (!form || !answer) return;
  if (!answer.headers.has("HX-Reswap")) say(form, NO_ANSWER);
  else if (answer.status < 400 && answer.headers.get("HX-Retarget")?.startsWith("#facts-")) form.querySelector(".notice")?.replaceChildren();
});

// A CDN keeps counts for some seconds, apart by `after` alone: whoever has just changed one asks past what it keeps.
document.addEventListener("htmx:config:request", (event) => {
  const { sourceEvent, request } = event.detail.ctx;
  const counted = event.target.matches("[hx-get^='/live/tally/'], [hx-get^='/live/left/']");
  if (counted && sourceEvent?.type === "kept") request.body.set("after", Date.now());
});

// Who reloads the page while a form is on its way never sees its answer, and posts it again under a new stamp. What a form was sent
// with stays with this visit of the page until an answer of ours is there: for ten minutes a repeat of it is the same submission.
const REPEAT_MS = 600_000;

function sentWith(form, fields) {
  history.replaceState({ ...history.state, [`sent-${form.id}`]: { fields, until: Date.now() + REPEAT_MS } }, "");
}

document.addEventListener("htmx:config:request", (event) => {
  const form = posting(event);
  const { body } = event.detail.ctx.request;
  if (!form || !body.has("stamp")) return;
  const before = history.state?.[`sent-${form.id}`];
  if (before?.until > Date.now()) for (const [name, value] of before.fields) body.set(name, value);
  sentWith(form, [...body].filter(([name]) => name === "stamp" || name === "altcha"));
});

// A 503 of ours knows nothing of what became of it.
document.addEventListener("htmx:after:request", (event) => {
  const form = posting(event);
  const answer = event.detail?.ctx?.response;
  if (form && answer?.headers.has("HX-Reswap") && answer.status !== 503) sentWith(form, []);
});
