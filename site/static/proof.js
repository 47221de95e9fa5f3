// Works out the sum that a form with proof_of_work asks for, and fills it in before the form is posted.
// Without this file, or without SubtleCrypto, the post goes out all the same and waits for its owner.
const STAMP = 'input[name="stamp"][data-challenge]';
const AT_ONCE = 500;
const running = new WeakMap();

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solutionOf({ algorithm, challenge, maxNumber, salt, signature }) {
  for (let first = 0; first <= maxNumber; first += AT_ONCE) {
    const digests = await Promise.all(Array.from({ length: AT_ONCE }, (_, ahead) => digest(`${salt}${first + ahead}`)));
    const found = digests.indexOf(challenge);
    if (found >= 0) return btoa(JSON.stringify({ algorithm, challenge, number: first + found, salt, signature }));
  }
  return "";
}

async function prove(stamp) {
  try {
    const solution = await solutionOf(JSON.parse(stamp.dataset.challenge));
    stamp.form.querySelector(':scope > input[name="altcha"]').value = solution;
  } finally {
    delete stamp.dataset.challenge;
  }
}

// Each stamp is worked on once; what goes wrong is the owner's to judge, never the visitor's to mend.
function proven(stamp) {
  if (!running.has(stamp)) running.set(stamp, prove(stamp).catch(() => {}));
  return running.get(stamp);
}

function proveAll() {
  for (const stamp of document.querySelectorAll(STAMP)) proven(stamp);
}

// live.js lets a quick post wait for its stamp; from there on it waits for the sum.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const stamp = form.querySelector(`:scope > ${STAMP}`);
  if (!stamp || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if ("awaited" in stamp.dataset) return;
  stamp.dataset.awaited = "";
  form.setAttribute("aria-busy", "true");
  proven(stamp).then(() => {
    form.removeAttribute("aria-busy");
    if (form.isConnected) form.requestSubmit(event.submitter);
  });
}, true);

document.addEventListener("htmx:after:process", proveAll);
proveAll();
