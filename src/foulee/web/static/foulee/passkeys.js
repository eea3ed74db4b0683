// Passkeys: what only a script can ask of the browser. Without it, the other ways of signing in remain.
"use strict";

const optionsOf = async (form) => {
  if (!form.dataset.ask) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("refused");
  return (await answer.json()).request_options;
};

// A key that the telephone itself finds again, and gives only to whoever it recognises.
const create = (options) => {
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required", requireResidentKey: true, userVerification: "required",
  });
  return window.webauthnJSON.create(options);
};

const ask = async (form) => {
  const refused = form.querySelector("[data-refused]");
  const button = form.querySelector("button");
  refused.hidden = true;
  button.disabled = true;
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "create" ? create(options) : window.webauthnJSON.get(options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    refused.hidden = false;
    button.disabled = false;
  }
};

const able = Boolean(window.PublicKeyCredential && window.webauthnJSON);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is not sent yet
    ask(form);
  });
}
for (const told of document.querySelectorAll("[data-no-passkey]")) told.hidden = able;
