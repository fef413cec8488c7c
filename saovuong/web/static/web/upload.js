"use strict";
// Files go one after the other, each with its own progress; a long reading does not hold the page. Without this file the form sends all at once.

const upload = document.getElementById("upload");
const sending = document.getElementById("sending");
const sent = document.getElementById("sent");

function line(name) {
  const row = document.createElement("section");
  const head = document.createElement("p");
  const title = document.createElement("b");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  title.textContent = name;
  state.className = "soft";
  state.textContent = ` · ${sending.dataset.waiting}`;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  head.append(title, state);
  row.append(head, bar);
  sending.append(row);
  return { row, state, bar };
}

function send(file, addTo, shown, only) {
  return new Promise((done) => {
    const data = new FormData(upload);
    data.delete("file");
    data.append("file", file, file.name);
    if (addTo) { data.set("add_to", addTo); }
    const request = new XMLHttpRequest();
    let clock = 0;
    const end = (html) => {
      clearInterval(clock);
      shown.bar.remove();
      shown.state.textContent = "";
      done(html);
    };
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        shown.bar.value = event.loaded / event.total;
        shown.state.textContent = ` · ${sending.dataset.sending} ${Math.round((100 * event.loaded) / event.total)}%`;
      }
    });
    request.upload.addEventListener("load", () => {
      const begun = Date.now();
      shown.bar.removeAttribute("value");
      const tell = () => {
        shown.state.textContent = ` · ${sending.dataset.reading} ${Math.round((Date.now() - begun) / 1000)} ${sending.dataset.seconds}`;
      };
      tell();
      clock = setInterval(tell, 1000);
    });
    request.addEventListener("load", () => end(request.responseText));
    request.addEventListener("error", () => end(""));
    request.open("POST", upload.getAttribute("action") || location.pathname);
    request.setRequestHeader("X-One-File", only ? "only" : "one");
    request.send(data);
  });
}

// What the server says of one file; a page of its own (too large, signed out) gives its message only.
function answer(html, name) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const taken = page.querySelector(".taken");
  if (taken) { return taken; }
  const told = page.querySelector("main .problem, main p");
  const problem = document.createElement("p");
  problem.className = "problem small";
  problem.setAttribute("role", "alert");
  problem.textContent = told ? told.textContent : `${name}: ${sending.dataset.lost}`;
  return problem;
}

if (upload) {
  upload.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const files = [...document.getElementById("file").files];
    const button = upload.querySelector("button.do");
    button.disabled = true;
    sending.hidden = false;
    sending.replaceChildren();
    sent.hidden = true;
    const lines = files.map((file) => line(file.name));
    let addTo = "", page = "";
    for (const [at, file] of files.entries()) {
      const told = answer(await send(file, addTo, lines[at], files.length === 1), file.name);
      lines[at].row.append(document.importNode(told, true));
      addTo = addTo || told.dataset.adds || "";
      page = told.dataset.page || page;
    }
    if (page && files.length === 1) {
      location.assign(page);
      return;
    }
    button.disabled = false;
    if (page) {
      sent.hidden = false;
      sent.querySelector("a").href = page;
      sent.querySelector("a").focus();
    }
  }, true);
}
