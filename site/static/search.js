// Looks for what is typed in the index that Pagefind made when the site was frozen; nothing leaves the browser.
"use strict";

const INDEX = "/pagefind/pagefind.js";
const MOST = 20;
const PAUSE_MS = 150;

const field = document.getElementById("q");
const found = document.getElementById("found");
const results = document.getElementById("results");
// What is said here, in the language of the page: data-one, data-many, data-lost; data-shape and data-forms where they change.
const search = document.getElementById("search");
const said = search.dataset;
// What leads everywhere makes room for what is found, so that nothing jumps when it comes.
const lists = document.getElementById("all");
let index = null;

async function load() {
  const module = await import(INDEX);
  await module.options({ excerptLength: 30 });
  await module.init();
  return module;
}

// The excerpt is text with <mark> in it; only those two things are taken over.
function excerpt(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const line = document.createElement("p");
  for (const node of parsed.body.childNodes) {
    const piece = document.createElement(node.nodeName === "MARK" ? "mark" : "span");
    piece.textContent = node.textContent;
    line.append(piece);
  }
  return line;
}

function result(page) {
  const link = document.createElement("a");
  link.href = page.url;
  link.textContent = page.meta.title || page.url;
  const title = document.createElement("h2");
  title.append(link);
  const item = document.createElement("li");
  item.append(title, excerpt(page.excerpt));
  return item;
}

// As `category` does in the functions: the freeze has written which form each number takes.
function counted(count) {
  const { one, many, shape, forms } = said;
  if (!shape) return count === 1 ? one : many.replace("{count}", count);
  const at = count && count % 1_000_000 === 0 ? 200 : count < 100 ? count : 100 + (count % 100);
  return JSON.parse(forms)[shape[at]].replace("{count}", count);
}

async function look() {
  const words = field.value.trim();
  search.toggleAttribute("data-looking", Boolean(words));
  lists.hidden = Boolean(words);
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) {
    results.replaceChildren();
    found.textContent = "";
    return;
  }
  try {
    index ??= load();
    const small = words.toLocaleLowerCase(document.documentElement.lang); // an I of Turkish has no dot
    const answer = await (await index).debouncedSearch(small, {}, PAUSE_MS);
    if (!answer || words !== field.value.trim()) return;
    const pages = await Promise.all(answer.results.slice(0, MOST).map((one) => one.data()));
    if (words !== field.value.trim()) return;
    results.replaceChildren(...pages.map(result));
    const count = answer.results.length;
    lists.hidden = count > 0;
    search.toggleAttribute("data-looking", count > 0); // nothing found: the lists come up
    found.textContent = counted(count);
  } catch {
    index = null;
    lists.hidden = false;
    search.removeAttribute("data-looking");
    found.textContent = said.lost;
  }
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", look);
if (field.value) look();
