"use strict";
// Conveniences only: every page works without this file.

// A file that is too large is told at once, not after minutes of sending.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLInputElement && field.type === "file" && field.dataset.limit) {
    const file = field.files[0];
    field.setCustomValidity(file && file.size > Number(field.dataset.limit) ? field.dataset.tooLarge : "");
    field.reportValidity();
  }
});

// A form that is being sent cannot be sent a second time by a double click; one that fetches a file leaves the page as it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "post" && !form.hasAttribute("hx-post") && !form.hasAttribute("data-keep")) {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  }
});
// Coming back by the browser's arrow finds the buttons as they were.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
});

// A figure that was decided colours its place in the document too.
document.addEventListener("htmx:load", (event) => {
  const figure = event.target;
  if (figure instanceof HTMLElement && figure.matches("article.figure")) {
    const mark = document.getElementById(figure.id.replace("so-", "cho-"));
    if (mark && mark.classList.contains("mark")) { mark.className = `mark ${figure.classList[1]}`; }
    const next = figure.querySelector("button");
    if (next) { next.focus({ preventScroll: true }); }
  }
});
