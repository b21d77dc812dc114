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
