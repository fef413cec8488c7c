"use strict";
// The page of reviewing: both sides follow each other, keys decide, selected words become a figure. Without this file anchors and forms do it.

const figures = document.querySelector(".reviewing .figures");
const documents = document.querySelector(".reviewing .documents");

// Into the middle of its side; the page itself only moves where a side is as long as its text.
function bring(one) {
  const side = one.closest(".side");
  if (side && side.scrollHeight > side.clientHeight + 1) {
    const place = one.getBoundingClientRect(), seen = side.getBoundingClientRect();
    side.scrollBy({ top: place.top - seen.top - (seen.height - place.height) / 2, behavior: "instant" });
  } else {
    one.scrollIntoView({ block: "nearest" });
  }
}

// The figure and all its places in the document, shown on both sides.
function show(number, { focus = true } = {}) {
  document.querySelectorAll(".current").forEach((one) => one.classList.remove("current"));
  const figure = document.getElementById(`so-${number}`);
  const mark = document.getElementById(`cho-${number}`);
  for (const one of [figure, mark]) {
    if (one) {
      one.classList.add("current");
      bring(one);
    }
  }
  if (focus && figure) { figure.focus({ preventScroll: true }); }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".mark, .mark-also, .figure-number");
  const number = link && /^#(?:so|cho)-(\d+)$/.exec(link.getAttribute("href"));
  if (number && document.getElementById(`so-${number[1]}`)) {
    event.preventDefault();
    history.replaceState(null, "", `#so-${number[1]}`);
    show(number[1]);
    return;
  }
  const figure = event.target.closest(".figures .figure");
  if (figure && !event.target.closest("a, button, input, summary")) { show(figure.id.slice(3)); }
});

// Keys work only while a figure has the focus, so that they never take a key from something else.
if (figures) {
  figures.addEventListener("keydown", (event) => {
    const figure = event.target.closest(".figure");
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea")) { return; }
    const all = [...figures.querySelectorAll(".figure")];
    if (event.key === "j" || event.key === "k") {
      const next = all[figure ? all.indexOf(figure) + (event.key === "j" ? 1 : -1) : 0];
      if (next) { event.preventDefault(); show(next.id.slice(3)); }
      return;
    }
    const act = figure && figure.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (act) { event.preventDefault(); act.click(); }
  });
  const begun = /^#so-(\d+)$/.exec(location.hash);
  if (begun) { show(begun[1]); }
}

// After a decision the keyboard goes on where it was.
document.addEventListener("htmx:load", (event) => {
  const figure = event.target;
  if (figure instanceof HTMLElement && figure.matches("article.figure")) { show(figure.id.slice(3)); }
});

// Where a point of a selection stands in the document's text, in code points; null outside of its lines.
function placeOf(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("p[data-at]");
  if (!line) { return null; }
  let at = Number(line.dataset.at);
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const said = text.parentElement.closest(".mark-also") ? "" : text.data;
    if (text === node) { return at + [...said.slice(0, offset)].length; }
    if (node.nodeType !== Node.TEXT_NODE && node.childNodes[offset] && node.childNodes[offset].compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) { return at; }
    at += [...said].length;
  }
  return at;
}

const picker = document.getElementById("picker");
document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!picker || !documents) { return; }
  const words = chosen.toString().trim();
  const range = chosen.rangeCount && words.length && words.length < 300 ? chosen.getRangeAt(0) : null;
  const paper = range && documents.contains(range.commonAncestorContainer)
    && (range.startContainer.parentElement || documents).closest("[data-document]");
  const start = paper ? placeOf(range.startContainer, range.startOffset) : null;
  const end = paper ? placeOf(range.endContainer, range.endOffset) : null;
  picker.hidden = start === null || end === null || end <= start;
  if (!picker.hidden) {
    const link = picker.querySelector("a");
    const address = new URL(link.href);
    address.search = new URLSearchParams({ "van-ban": paper.dataset.document, tu: start, den: end });
    link.href = address.href;
    link.textContent = `${link.dataset.words} “${words.length > 60 ? `${words.slice(0, 60)}…` : words}”`;
  }
});
