// Asks a passkey of the reader's, and sends on what it says. Loaded only where there is something to ask.
(() => {
  "use strict";
  const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const write = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: read(key.id) }));
  const understood = (asked) => ({
    ...asked,
    challenge: read(asked.challenge),
    allowCredentials: named(asked.allowCredentials),
    excludeCredentials: named(asked.excludeCredentials),
    ...(asked.user && { user: { ...asked.user, id: read(asked.user.id) } }),
  });
  const said = (key) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (key.response[name]) response[name] = write(key.response[name]);
    return JSON.stringify({ id: key.id, rawId: write(key.rawId), type: key.type, response, clientExtensionResults: {} });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !window.PublicKeyCredential;
    const trouble = form.querySelector("[data-trouble]");
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      trouble.hidden = true;
      try {
        const asked = understood(JSON.parse(form.dataset.passkey));
        const key = await (asked.user
          ? navigator.credentials.create({ publicKey: asked })
          : navigator.credentials.get({ publicKey: asked }));
        form.elements.credential.value = said(key);
        form.submit();
      } catch {
        trouble.hidden = false;
        trouble.focus();
      }
    });
  }
  for (const note of document.querySelectorAll("[data-without-passkey]")) note.hidden = Boolean(window.PublicKeyCredential);
  // Come back to by the Back button, the page has an old answer in it.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
