"use strict";
// Writing a report: nothing that was typed is lost. The page works without this file.

// What is typed stays in this tab until the server has kept it: a session that ended or a line that broke loses nothing.
const fields = [];
document.querySelectorAll("form[data-keeps]").forEach((form) => {
  const key = `viet:${form.dataset.keeps}`, field = form.querySelector("textarea"), note = form.querySelector(".unsaved");
  let saved = field.defaultValue, sent = saved;
  const own = { form, unsaved: () => field.value !== saved, tell: () => { note.hidden = !own.unsaved(); } };
  const stored = sessionStorage.getItem(key);
  if (stored !== null && stored !== field.value) { field.value = stored; }
  field.addEventListener("input", () => { sessionStorage.setItem(key, field.value); own.tell(); });
  form.addEventListener("submit", () => { sent = field.value; });
  form.addEventListener("htmx:beforeRequest", () => { sent = field.value; });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || event.detail.xhr.responseText.includes('role="alert"')) { return; }
    saved = sent;
    if (!own.unsaved()) { sessionStorage.removeItem(key); }
    own.tell();
  });
  if (!own.unsaved()) { sessionStorage.removeItem(key); }
  own.tell();
  fields.push(own);
});

// Before the file is written, words that are still on their way are kept; a file that takes its time says so.
document.querySelectorAll("form[data-busy]").forEach((form) => form.addEventListener("submit", (event) => {
  const button = form.querySelector("button"), words = button.textContent, waiting = fields.filter((one) => one.unsaved());
  button.textContent = form.dataset.busy;
  button.setAttribute("aria-busy", "true");
  if (waiting.length === 0 || form.dataset.asked) { return; }
  form.dataset.asked = "1";
  event.preventDefault();
  const go = () => {
    if (!fields.some((one) => one.unsaved())) { form.submit(); return; }
    delete form.dataset.asked;
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.textContent = words;
  };
  waiting.forEach((one) => {
    one.form.addEventListener("htmx:afterRequest", () => setTimeout(go), { once: true });
    window.htmx.trigger(one.form, "submit");
  });
}));
