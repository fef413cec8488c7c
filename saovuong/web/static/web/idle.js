"use strict";
// Says two minutes before the session locks. When that is the server decides: another tab may have been in use meanwhile.
(() => {
  const told = document.querySelector(".idle");
  if (!told) { return; }
  const [soon, again, whole] = [120, 30, Number(told.dataset.left)];
  const form = told.querySelector("form");
  let timer = 0;
  const wait = (seconds) => { clearTimeout(timer); timer = setTimeout(ask, seconds * 1000); };

  async function ask() {
    const answer = await fetch(told.dataset.ask, { redirect: "manual" }).catch(() => null);
    if (!answer) { wait(again); return; }
    if (!answer.ok) {
      form.hidden = true;
      told.querySelector(".locked").hidden = false;
      told.hidden = false;
      return;
    }
    const { left } = await answer.json();
    told.hidden = left > soon;
    wait(left > soon ? left - soon : again);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    ask();
  });
  wait(whole - soon);
})();
