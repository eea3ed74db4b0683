// A little help where the browser alone is not enough; every page works without it.
"use strict";

// One submission for one tap; the back button gives the form back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
// A page answered to a form: going back or reloading asks for it anew, and shows what is saved by now.
if (document.querySelector("#answer-problem, .cells [aria-invalid=true]")) {
  history.replaceState(null, "", window.location.href);
}
const revive = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
};
window.addEventListener("pageshow", (event) => {
  // A question reached by the back button shows what is saved by now, not the page as it was left.
  if (event.persisted && document.querySelector("form.question[data-sent]")) window.location.reload();
  else revive();
});
document.addEventListener("htmx:afterRequest", revive);

document.addEventListener("click", async (event) => {
  const asked = event.target.closest("[data-copy], [data-print]");
  if (!asked) return;
  if ("print" in asked.dataset) {
    window.print();
    return;
  }
  const field = document.getElementById(asked.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // plain http: the older way
  }
  asked.textContent = asked.dataset.copied;
});

// What a slider says, while it is being moved.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (slider.type !== "range" || !slider.dataset.words) return;
  const words = JSON.parse(slider.dataset.words);
  const told = words[(slider.value - slider.min) / slider.step];
  slider.setAttribute("aria-valuetext", told);
  document.getElementById(slider.id + "-told").textContent = told;
});

// A refusal that carries a sentence is shown where the answer would have stood; silence is told too.
const TOLD = [410, 422, 429];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (TOLD.includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
const broken = (hidden) => (event) => {
  const told = event.target.closest?.(".trying, .step")?.querySelector("[data-broken]");
  if (told) told.hidden = hidden || TOLD.includes(event.detail.xhr?.status);
};
document.addEventListener("htmx:beforeRequest", broken(true));
document.addEventListener("htmx:responseError", broken(false));
document.addEventListener("htmx:sendError", broken(false));
