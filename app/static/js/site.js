// What the pages do with JavaScript on. Everything here has a way without it; nothing here decides anything.
(() => {
  "use strict";
  const status = document.getElementById("status");

  // Written into the one live region a moment after a change, so that it is heard (ux.md H8).
  const say = (text) => {
    if (!status) return;
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 150);
  };

  const focusOn = (element) => {
    element.removeAttribute("data-focus");
    if (!element.matches("a[href], button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
    element.focus();
  };

  // Where the reader should be next, and what they should hear: `data-focus` and `data-status` of what arrived.
  const attend = () => {
    const next = document.querySelector("[data-focus]");
    const news = document.querySelector("[data-status]");
    if (next) focusOn(next);
    if (news) {
      say(news.dataset.status);
      news.removeAttribute("data-status");
    }
  };

  // Questions that belong under an answer are put away until it is chosen. What was typed in them stays.
  const chosen = (form, name, answer) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    return controls.some((control) =>
      /^(radio|checkbox)$/.test(control.type) ? control.checked && control.value === answer : control.value === answer);
  };
  const unfold = () => {
    for (const part of document.querySelectorAll("[data-under]")) {
      const form = part.closest("form");
      if (form) part.hidden = !chosen(form, part.dataset.under, part.dataset.answer);
    }
  };

  // The limit of a text, counted out loud only after a pause. Writing past it is allowed.
  let pause = 0;
  const count = (area) => {
    const place = document.getElementById(`${area.id}-c`);
    if (!place) return;
    place.dataset.limit ??= place.textContent;
    const written = [...area.value.replace(/\r\n?/g, "\n")].length;
    const words = `${place.dataset.limit} (${written})`;
    place.textContent = words;
    clearTimeout(pause);
    if (written > Number(area.dataset.limit) * 0.9) pause = setTimeout(() => say(words), 1000);
  };

  // A draft saves itself, three seconds after the last key and on leaving a field: the same submit as "save and
  // continue later". Silent unless it fails. A form asks for it with data-autosave.
  let rest = 0;
  let last = "";
  let saving = null;
  const save = (form) => {
    clearTimeout(rest);
    const turn = (saving ?? Promise.resolve()).then(() => send(form)).then(() => { if (saving === turn) saving = null; });
    saving = turn;
  };
  const send = async (form) => {
    const typed = new FormData(form);
    typed.set("save", "later");
    typed.delete("once");
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    const now = new URLSearchParams(typed).toString();
    if (now === last) return;
    const place = form.querySelector(".saved") ?? form.insertBefore(document.createElement("p"), form.firstChild);
    place.className = "saved";
    const { saved, notSaved } = document.body.dataset;
    const address = form.getAttribute("action") ?? location.href;
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(typed), redirect: "manual" });
      if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(answer.status);
      // The form must go on from what is saved now; and a signed-out reader has not saved anything.
      const page = await fetch(address);
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=version]");
      if (!page.ok || page.redirected || !fresh) throw new Error(page.status);
      form.elements.version.value = fresh.value;
      last = now;
      const language = document.documentElement.lang;
      const clock = new Date().toLocaleTimeString(language, { hour: "numeric", minute: "2-digit", hour12: false });
      place.textContent = language === "sv" ? `${saved} kl. ${clock.replace(":", ".")}` : `${saved} ${clock}`;
    } catch {
      place.textContent = notSaved;
      say(notSaved);
    }
  };

  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea[data-limit]")) count(target);
    const form = target.closest("form[data-autosave]");
    if (!form) return;
    clearTimeout(rest);
    rest = setTimeout(save, 3000, form);
  });
  document.addEventListener("change", ({ target }) => {
    unfold();
    const form = target.closest("form[data-autosave]");
    if (form) save(form);
  });
  // What is being saved must be saved first, or the version on the page would be the old one.
  document.addEventListener("submit", (event) => {
    clearTimeout(rest);
    if (!saving) return;
    event.preventDefault();
    saving.then(() => event.target.requestSubmit(event.submitter));
  });

  // htmx 4: `htmx:after:swap` carries the request, `after:settle` does not (ux.md H9). Names stand only here.
  document.addEventListener("htmx:after:swap", () => { unfold(); attend(); });
  document.addEventListener("htmx:error", () => say(document.body.dataset.trouble));

  unfold();
  attend();
  document.querySelector("form[data-goes-on]")?.submit();
})();

// Warns five minutes before one is signed out, and takes what is written along when one signs in again (ux.md 2.18).
(() => {
  "use strict";
  const dialog = document.getElementById("time-out");
  if (!dialog?.showModal) return;
  const WARNING = 300, LOOK_AGAIN = 30;
  const { left, idle, continue: onward } = dialog.dataset;
  let timer = 0, typed = null, before = null;

  const later = (seconds, what) => { clearTimeout(timer); timer = setTimeout(what, Math.max(seconds, 1) * 1000); };
  const ask = async (method) => {
    const answer = await fetch(left, { method, cache: "no-store", redirect: "manual" });
    return answer.ok ? answer.json() : { idle: 0, absolute: 0 };
  };
  const show = (what) => {
    for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(what);
    dialog.dataset.now = what;
    if (!dialog.open) { before = document.activeElement; dialog.showModal(); }
    dialog.querySelector("h2").focus();
  };
  const close = () => { if (dialog.open) { dialog.close(); before?.focus(); } };
  const warn = (rest, what) => {
    if (dialog.open && dialog.dataset.now === what) return;
    const language = document.documentElement.lang;
    const clock = new Date(Date.now() + rest * 1000)
      .toLocaleTimeString(language, { hour: "numeric", minute: "2-digit", hour12: false });
    for (const place of dialog.querySelectorAll("[data-time]"))
      place.textContent = language === "sv" ? `kl. ${clock.replace(":", ".")}` : clock;
    show(what);
  };
  // Another tab may have been used meanwhile: the portal knows, and asking it is not using it.
  const look = async (method = "GET") => {
    let now;
    try { now = await ask(method); } catch { later(LOOK_AGAIN, look); return; }
    const rest = Math.min(now.idle, now.absolute);
    if (rest <= 0) show("over");
    else if (rest > WARNING) { if (dialog.dataset.now !== "over") close(); later(rest - WARNING + 1, look); }
    else {
      const what = now.absolute <= now.idle ? "absolute" : "idle";
      if (method === "POST") close(); else warn(rest, what);
      later(method === "POST" ? rest + 1 : Math.min(rest + 1, LOOK_AGAIN), look);
    }
  };
  const again = () => {
    const here = location.pathname + location.search;
    const form = typed?.method === "post" && typed.isConnected ? typed : document.createElement("form");
    if (!form.isConnected) dialog.append(form);
    form.method = "post";
    form.enctype = "application/x-www-form-urlencoded";
    form.action = `${onward}?next=${encodeURIComponent(here)}`;
    HTMLFormElement.prototype.submit.call(form);
  };

  document.addEventListener("input", ({ target }) => { if (target.form) typed = target.form; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  dialog.querySelector("[data-stay]").addEventListener("click", () => look("POST"));
  dialog.querySelector("[data-again]").addEventListener("click", again);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (dialog.dataset.now === "over") close(); else look("POST");
  });
  // A minute early: the portal notes use once a minute.
  later(idle - WARNING - 60, look);
})();
