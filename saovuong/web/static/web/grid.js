"use strict";
// Entering a form: cells are sent as they are left, and the keyboard moves as in a spreadsheet. The page works without this file.
(() => {
  const form = document.getElementById("bieu");
  if (!form || !form.dataset.who) { return; }
  const words = form.dataset;
  const status = document.getElementById("da-luu");
  const place = `saovuong:${words.who}:${location.pathname}`;
  const DAYS = 7 * 24 * 3600 * 1000;
  const IDLE = 5000;
  const AGAIN = 15000;

  const field = (kind, code) => form.querySelector(`[name="${kind}.${code}"]`);
  const codeOf = (element) => element.name.slice(2);
  const isCell = (element) => element instanceof HTMLElement && Boolean(element.name) && /^[sn]\./.test(element.name);
  const says = (code) => ({ text: field("s", code).value, note: field("n", code).value });
  const stamp = (code, value) => {
    let hidden = field("v", code);
    if (value && !hidden) {
      hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = `v.${code}`;
      field("s", code).after(hidden);
    }
    if (value) { hidden.value = value; }
    return hidden ? hidden.value : "0.0";
  };

  const shown = new Map();    // what the draft holds, by code
  const waiting = new Set();  // changed here and not sent yet
  const flying = new Set();   // being sent
  const refused = new Set();  // sent and not kept: no number, or written by somebody else meanwhile
  let running = null;
  let timer = 0;
  let closed = false;

  const rows = [...form.querySelectorAll("tr[id]")].filter((row) => field("s", row.id));
  rows.forEach((row) => {
    shown.set(row.id, says(row.id));
    if (row.classList.contains("unsaved")) { waiting.add(row.id); }
    if (row.classList.contains("bad") || row.classList.contains("clash")) { refused.add(row.id); }
  });

  // What is not kept by the server yet stays on this PC, for this person and this form only.
  const remember = () => {
    const left = [...new Set([...waiting, ...flying, ...refused])];
    if (!left.length) { localStorage.removeItem(place); return; }
    const cells = Object.fromEntries(left.map((code) => [code, { ...says(code), stamp: stamp(code) }]));
    try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), cells })); } catch { /* a full or forbidden store: the page still has it */ }
  };
  const tell = (text) => { if (status.textContent !== text) { status.textContent = text; } };

  const made = (tag, props, ...inside) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...inside);
    return element;
  };
  const head = (code) => document.getElementById(code).querySelector("th");
  const clear = (code) => {
    const row = document.getElementById(code);
    row.querySelectorAll(".told").forEach((one) => one.remove());
    row.classList.remove("bad", "clash", "unsaved");
    field("s", code).removeAttribute("aria-invalid");
    field("s", code).removeAttribute("aria-describedby");
    refused.delete(code);
  };
  const problem = (code, told) => {
    clear(code);
    refused.add(code);
    const note = made("p", { className: "problem small told", id: `loi-${code}` }, told.message);
    told.choices.forEach((choice) => {
      const button = made("button", { type: "button" }, choice);
      button.addEventListener("click", () => { field("s", code).value = choice; changed(code); save(); field("s", code).focus(); });
      note.append(" ", button);
    });
    head(code).append(note);
    document.getElementById(code).classList.add("bad");
    field("s", code).setAttribute("aria-invalid", "true");
    field("s", code).setAttribute("aria-describedby", note.id);
  };
  const clash = (code, theirs) => {
    clear(code);
    refused.add(code);
    const take = made("button", { type: "button" }, `${words.take} ${theirs.by}: ${theirs.shown}${theirs.note ? ` (${theirs.note})` : ""}`);
    const mine = made("button", { type: "button" }, `${words.mine} ${says(code).text}`);
    take.addEventListener("click", () => {
      field("s", code).value = theirs.text;
      field("n", code).value = theirs.note;
      settle(code, { text: theirs.text, note: theirs.note, stamp: theirs.stamp });
      remember();
      field("s", code).focus();
    });
    mine.addEventListener("click", () => { clear(code); stamp(code, theirs.stamp); changed(code); save(); field("s", code).focus(); });
    head(code).append(made("div", { className: "problem small told", role: "alert" }, `${words.theirs}. `, take, " ", mine));
    document.getElementById(code).classList.add("clash");
  };
  const settle = (code, cell) => {
    clear(code);
    stamp(code, cell.stamp);
    shown.set(code, { text: cell.text, note: cell.note });
  };

  const changed = (code) => {
    const now = says(code), before = shown.get(code);
    if (now.text === before.text && now.note === before.note && !refused.has(code)) { waiting.delete(code); } else { waiting.add(code); }
    remember();
    clearTimeout(timer);
    timer = setTimeout(save, IDLE);
  };

  const expired = () => {
    closed = true;
    tell("");
    const box = document.getElementById("giu");
    box.replaceChildren(`${words.expired} `, made("a", { href: words.signIn, className: "do" }, words.enter));
    box.setAttribute("role", "alert");
    box.hidden = false;
    box.scrollIntoView({ block: "center" });
  };

  const post = (address, fields) => fetch(address, {
    method: "POST",
    headers: { "HX-Request": "true", "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

  // Sent to the sign-in page, or not believed any more.
  const gone = (answer) => answer.type === "opaqueredirect" || answer.status === 204 || answer.status === 403;

  // One save at a time; what changes meanwhile waits for the next.
  const save = () => {
    clearTimeout(timer);
    if (running || closed || !waiting.size) { return running || Promise.resolve(null); }
    const sent = new Map([...waiting].map((code) => [code, says(code)]));
    const fields = [];
    sent.forEach((cell, code) => fields.push([`s.${code}`, cell.text], [`n.${code}`, cell.note], [`v.${code}`, stamp(code)]));
    sent.forEach((_, code) => { waiting.delete(code); flying.add(code); });
    tell(words.saving);
    const back = () => { sent.forEach((_, code) => waiting.add(code)); remember(); };
    running = post(location.pathname, fields).then(async (answer) => {
      const plain = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (!plain && gone(answer)) { back(); expired(); return null; }
      if (!plain) { throw new Error(answer.status); }
      const told = await answer.json();
      if (!answer.ok) { back(); closed = true; tell(told.refused); return null; }
      return kept(told, sent);
    }).catch(() => {
      back();
      tell(words.offline);
      timer = setTimeout(save, AGAIN);
      return null;
    }).finally(() => {
      running = null;
      flying.clear();
      if (waiting.size && !closed && !timer) { timer = setTimeout(save, IDLE); }
    });
    return running;
  };
  const kept = (told, sent) => {
    flying.clear();
    sent.forEach((cell, code) => {
      const now = says(code);
      const same = now.text === cell.text && now.note === cell.note;
      if (told.cells[code]) {
        const stands = told.cells[code];
        settle(code, stands);
        if (!same) { waiting.add(code); return; }
        // The field that is being typed in keeps its words until it is left.
        if (document.activeElement !== field("s", code)) { field("s", code).value = stands.text; }
        if (document.activeElement !== field("n", code)) { field("n", code).value = stands.note; }
      } else if (told.problems[code]) {
        problem(code, told.problems[code]);
      } else if (told.clashes[code]) {
        clash(code, told.clashes[code]);
      }
    });
    remember();
    const clock = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    tell(refused.size ? words.unsaved : `${words.saved} ${clock}`);
    const begun = document.getElementById("chua-nhap");
    if (told.batch && begun) { begun.replaceWith(made("span", { className: "state draft" }, words.draft)); }
    if (told.changed) { look(); }
    return told;
  };

  // The checks follow a save; they only warn.
  let asking = 0;
  const look = () => {
    clearTimeout(asking);
    asking = setTimeout(() => {
      fetch(words.warnings, { headers: { "HX-Request": "true" }, redirect: "manual" }).then((answer) => (answer.status === 200 ? answer.json() : null)).then((told) => {
        if (!told) { return; }
        document.getElementById("canh-bao").innerHTML = told.list;
        form.querySelectorAll(".warn").forEach((one) => one.remove());
        form.querySelectorAll("tr.warned").forEach((row) => row.classList.remove("warned"));
        Object.entries(told.rows).forEach(([code, messages]) => {
          if (!document.getElementById(code)) { return; }
          document.getElementById(code).classList.add("warned");
          messages.forEach((message) => head(code).append(made("p", { className: "reason warn" }, message)));
        });
      }).catch(() => {});
    }, 400);
  };

  form.addEventListener("input", (event) => { if (isCell(event.target)) { changed(codeOf(event.target)); } });
  form.addEventListener("change", (event) => { if (isCell(event.target)) { changed(codeOf(event.target)); save(); } });
  form.addEventListener("focusout", (event) => {
    const code = isCell(event.target) ? codeOf(event.target) : null;
    if (!code || waiting.has(code) || flying.has(code) || refused.has(code)) { return; }
    event.target.value = event.target.name.startsWith("s.") ? shown.get(code).text : shown.get(code).note;
  });
  form.addEventListener("focusin", (event) => { if (isCell(event.target) && event.target.select) { event.target.select(); } });

  const column = (kind) => rows.map((row) => field(kind, row.id)).filter(Boolean);
  const move = (element, step) => {
    const fields = column(element.name[0]);
    const next = fields[fields.indexOf(element) + step];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  form.addEventListener("keydown", (event) => {
    const element = event.target;
    if (!isCell(element) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) { return; }
    const chosen = element instanceof HTMLSelectElement;
    const steps = { Enter: event.shiftKey ? -1 : 1, ArrowDown: chosen ? 0 : 1, ArrowUp: chosen ? 0 : -1 };
    if (event.key === "Escape" && !chosen) {
      const before = shown.get(codeOf(element));
      element.value = element.name.startsWith("s.") ? before.text : before.note;
      clear(codeOf(element));
      changed(codeOf(element));
    } else if (steps[event.key]) {
      event.preventDefault();
      move(element, steps[event.key]);
    }
  });

  // A block from a spreadsheet goes down from this cell, or to the rows that it names; one click takes it back.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!isCell(event.target) || !/[\t\n]/.test(text.trimEnd())) { return; }
    event.preventDefault();
    const element = event.target;
    save().then(() => post(words.paste, { text, from: codeOf(element), column: element.name[0] })).then(async (answer) => {
      if (gone(answer)) { expired(); return; }
      const plan = await answer.json();
      plan.cells.forEach((cell) => {
        if (!field("s", cell.code)) { return; }
        if (cell.text || element.name.startsWith("s.")) { field("s", cell.code).value = cell.text; choose(cell.code, cell.text); }
        if (cell.note !== null) { field("n", cell.code).value = cell.note; }
        changed(cell.code);
      });
      element.blur();
      const told = await save();
      if (told && told.batch) { offer(told, plan.left); }
    }).catch(() => tell(words.offline));
  });
  // A list of answers takes only its own: another word is put among them, so that it is told and not lost.
  const choose = (code, text) => {
    const element = field("s", code);
    if (!(element instanceof HTMLSelectElement) || element.value === text) { return; }
    const found = [...element.options].find((one) => one.text.toLowerCase() === text.toLowerCase());
    if (found) { element.value = found.value; } else { element.add(new Option(text, text, false, true)); }
  };
  const offer = (told, left) => {
    const box = document.getElementById("hoan-tac");
    box.elements.namedItem("batch").value = told.batch;
    box.querySelector("span").textContent = `${words.pasted} ${told.changed}.${left.length ? ` ${words.left}: ${left.join("; ")}` : ""}`;
    box.hidden = false;
  };

  // The buttons send the whole form; what is under way goes first, so that nobody is in conflict with themselves.
  let leaving = false;
  form.addEventListener("submit", (event) => {
    if (closed) { event.preventDefault(); expired(); return; }
    if (running) {
      event.preventDefault();
      const button = event.submitter;
      running.then(() => form.requestSubmit(button));
      return;
    }
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => { if (waiting.size && !leaving) { remember(); save(); event.preventDefault(); } });
  window.addEventListener("online", () => save());

  // What an earlier session could not send is offered, never put back by itself.
  const before = () => {
    let told = null;
    try { told = JSON.parse(localStorage.getItem(place) || "null"); } catch { /* not ours */ }
    if (!told || Date.now() - told.at > DAYS) { localStorage.removeItem(place); return; }
    const cells = Object.entries(told.cells).filter(([code, cell]) => field("s", code) && (says(code).text !== cell.text || says(code).note !== cell.note));
    if (!cells.length) { localStorage.removeItem(place); return; }
    const box = document.getElementById("giu");
    const restore = made("button", { type: "button", className: "do" }, words.restore);
    const drop = made("button", { type: "button" }, words.drop);
    restore.addEventListener("click", () => {
      box.hidden = true;
      cells.forEach(([code, cell]) => {
        field("s", code).value = cell.text;
        choose(code, cell.text);
        field("n", code).value = cell.note;
        stamp(code, cell.stamp);
        changed(code);
      });
      save();
    });
    drop.addEventListener("click", () => { box.hidden = true; localStorage.removeItem(place); });
    box.replaceChildren(`${words.found} ${cells.map(([code, cell]) => `${head(code).querySelector("span").textContent} = ${cell.text}`).join("; ")} `, restore, " ", drop);
    box.hidden = false;
  };
  before();
  if (waiting.size) { save(); }
})();
