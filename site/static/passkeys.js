// Passkeys: shows what needs them where the browser has them, and lets it answer a challenge before a form is sent.
// Everything works without this file: the mailed link signs in.
"use strict";

// An address of numbers, such as http://127.0.0.1, cannot have passkeys; http://localhost can.
const named = !/^[\d.]+$|^\[/.test(location.hostname);
const able = named && isSecureContext && Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

const ANSWERS = {
  create: async (told) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told) }),
  get: async (told) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told) }),
};

async function answer(form) {
  const asked = await fetch(form.dataset.ask, { method: "POST" });
  if (!asked.ok) throw new Error(`asked in vain: ${asked.status}`);
  const credential = await ANSWERS[form.dataset.passkey](await asked.json());
  form.elements.credential.value = JSON.stringify(credential);
}

async function send(event) {
  const form = event.currentTarget;
  const notice = form.querySelector(".notice");
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  notice.textContent = "";
  try {
    await answer(form);
    form.submit();
  } catch {
    notice.textContent = form.dataset.failed;
  } finally {
    form.ariaBusy = "false";
  }
}

if (able) {
  for (const shown of document.querySelectorAll("[data-passkeys]")) shown.hidden = false;
  for (const instead of document.querySelectorAll("[data-no-passkeys]")) instead.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", send);
}
