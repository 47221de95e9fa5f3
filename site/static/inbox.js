// What the inbox adds for who has JavaScript: keys, a focus that stays, ticks for all rows, and an undo that ends.
// Everything works without this file; htmx does the rest.
"use strict";

const OFF = "inbox-keys-off";
const rows = () => [...document.querySelectorAll(".inbox-row")];
const help = document.querySelector(".inbox-keys");
const all = document.querySelector("[data-inbox-all]");
const switchOfKeys = document.querySelector("[data-inbox-keys]");

function current() {
  return document.activeElement?.closest(".inbox-row") ?? null;
}

function go(step) {
  const list = rows();
  const at = list.indexOf(current());
  const next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  current()?.querySelector(`[data-key="${key}"]`)?.click();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  a: () => press("a"),
  r: () => press("r"),
  e: () => press("e"),
  x: () => current()?.querySelector(".inbox-tick")?.click(),
  u: () => document.querySelector(".inbox-undo button")?.click(),
  "/": () => document.querySelector("#inbox-text")?.focus(),
  "?": () => {
    if (!help) return;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  },
};

function typing(target) {
  return target instanceof Element && target.closest("textarea, select, input:not([type=checkbox])") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) {
    current()?.focus();
    return;
  }
  if (typing(event.target) || (switchOfKeys && !switchOfKeys.checked)) return;
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
  if (!act) return;
  event.preventDefault();
  act();
});

// A row is drawn anew after each act: the focus goes to the new one, or into its form when it was opened.
let last = "";
document.addEventListener("focusin", () => {
  last = current()?.id ?? "";
});

function keepFocus() {
  const row = last ? document.getElementById(last) : null;
  if (!row || ![document.body, row].includes(document.activeElement)) return;
  const first = row.querySelector(".inbox-open [aria-invalid=true]") ?? row.querySelector(".inbox-open :is(textarea, input:not([type=hidden]))");
  (first ?? row).focus();
}

const list = document.querySelector(".inbox-rows");
if (list) new MutationObserver(keepFocus).observe(list, { childList: true });

// An undo is offered for some seconds; then the notice stays without it.
function endUndo() {
  const undo = document.querySelector(".inbox-undo:not([data-ends])");
  if (!undo) return;
  undo.dataset.ends = "";
  setTimeout(() => {
    if (undo.contains(document.activeElement)) (document.getElementById(last) ?? document.getElementById("main"))?.focus();
    undo.remove();
  }, 1000 * Number(undo.dataset.seconds));
}

const notice = document.querySelector("#inbox-notice");
if (notice) new MutationObserver(endUndo).observe(notice, { childList: true, subtree: true });
endUndo();

// What did not get through says so. Our own answers bring their own notice, but for a session that is over: a 404.
function tell(text) {
  const words = document.createElement("p");
  words.textContent = text;
  const said = document.createElement("div");
  said.className = "inbox-said bad";
  said.append(words);
  notice?.replaceChildren(said);
}

document.addEventListener("htmx:error", () => tell(notice?.dataset.lost));
document.addEventListener("htmx:after:request", (event) => {
  const status = event.detail?.ctx?.response?.status ?? 0;
  if (status === 404) tell(notice?.dataset.gone);
  else if (status >= 400 && status !== 409 && status !== 422) tell(notice?.dataset.failed);
});

if (all) {
  all.hidden = false;
  all.addEventListener("change", (event) => {
    for (const tick of document.querySelectorAll(".inbox-tick")) tick.checked = event.target.checked;
  });
}

if (help) help.hidden = false;
if (switchOfKeys) {
  switchOfKeys.checked = localStorage.getItem(OFF) === null;
  switchOfKeys.addEventListener("change", () => {
    if (switchOfKeys.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}
