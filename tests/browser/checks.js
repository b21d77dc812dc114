// What axe lets through, and what is ours alone. Each check gives sentences; an empty list is a page in order.
window.ownFaults = async ({ language, testbed }) => {
  const faults = [];
  const say = (rule, element, what) => {
    const where = element ? ` – ${element.outerHTML.slice(0, 150).replace(/\s+/g, " ")}` : "";
    faults.push(`${rule}: ${what}${where}`);
  };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (element) => (element.textContent || "").replace(/\s+/g, " ").trim();
  const isShown = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest(".aside-voice");
  const box = (element) => element.getBoundingClientRect();

  // Language, title, headings
  const root = document.documentElement;
  if (root.lang !== language) say("lang", null, `the page says ${root.lang}, its address ${language}`);
  if (!document.title.endsWith(` – ${testbed}`)) say("title", null, `“${document.title}” does not end with the testbed`);
  const levels = all("h1, h2, h3, h4, h5, h6").map((one) => ({ one, level: Number(one.tagName[1]) }));
  const first = levels.filter(({ level }) => level === 1);
  if (first.length !== 1) say("h1", null, `${first.length} of them`);
  levels.forEach(({ one, level }, at) => {
    const before = at ? levels[at - 1].level : 1;
    if (level > before + 1) say("headings", one, `from h${before} to h${level}`);
    if (!words(one)) say("headings", one, "an empty one");
  });

  const ids = new Map();
  for (const element of all("[id]")) {
    if (ids.has(element.id)) say("ids", element, `${element.id} is the id of two things`);
    ids.set(element.id, element);
  }

  // Links: the same words lead to the same place
  const leads = new Map();
  for (const link of all("a[href]")) {
    const name = (link.getAttribute("aria-label") || words(link)).toLowerCase();
    const target = link.href;
    if (leads.has(name) && leads.get(name) !== target) say("links", link, `“${name}” also leads to ${leads.get(name)}`);
    else leads.set(name, target);
  }

  // Questions: a label one can see, never a placeholder
  for (const control of all("input:not([type=hidden]), select, textarea")) {
    if (control.hasAttribute("placeholder")) say("label", control, "a placeholder is no label");
    const labels = [...(control.labels ?? [])].filter((label) => words(label));
    if (!labels.some(isShown) && isShown(control)) say("label", control, "no label that can be seen");
    if (control.required || control.getAttribute("aria-required")) say("label", control, "nothing is required by the browser");
  }
  for (const form of all("form[method=post]"))
    if (!form.noValidate && form.querySelector("input:not([type=hidden]), textarea")) say("form", form, "validated by the browser");

  // Only native elements act
  for (const element of all("*")) {
    for (const { name } of element.attributes) {
      if (/^on/.test(name)) say("native", element, `${name} on an element`);
      const acts = element.matches("a[href], form[action], form[action] button, form[action] input, form[action] select");
      const native = element.getAttribute(element.tagName === "A" ? "href" : "action");
      if (/^hx-(get|post)$/.test(name) && native !== null && element.getAttribute(name) !== native)
        say("native", element, `${name} is not where it leads without script`);
      if (/^hx-/.test(name) && !acts) say("native", element, `${name} on something that does nothing without script`);
    }
    if (element.matches("div[tabindex='0'], span[tabindex='0'], li[tabindex='0'], [role=button]:not(button)")
      && !element.matches("[role=region]")) say("native", element, "acts, but is no button or link");
    if (element.tabIndex > 0) say("native", element, "a positive tabindex");
    if (element.hasAttribute("title") && element.tagName !== "ABBR" && !element.closest("svg")) say("hover", element, "told on hover only");
  }

  // The one place that speaks: there from the start, the same node for ever
  const status = all("#status");
  if (status.length !== 1 || status[0].getAttribute("role") !== "status") say("status", null, "there is not exactly one #status");
  else if (window.firstStatus !== status[0]) say("status", status[0], "the node has been replaced");

  // Pointer targets
  const isInText = (element) => getComputedStyle(element).display === "inline" && element.closest("p, li, dd, td, dt, th, h1, h2, h3, label, legend, caption");
  for (const target of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!isShown(target) || target.closest("[aria-hidden=true]")) continue;
    const { width, height } = box(target);
    if (!width || !height) continue;
    if (target.matches("a") && isInText(target)) continue;
    if (width < 24 || height < 24) say("target", target, `${Math.round(width)} × ${Math.round(height)} px, at least 24 × 24`);
    else if (target.matches(".button, input:not([type=radio], [type=checkbox], [type=file]), select, textarea") && height < 43.5)
      say("target", target, `${Math.round(height)} px high, at least 44`);
  }

  // Focus: seen at every stop, and not covered
  const look = (element) => {
    const style = getComputedStyle(element);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return { ring, shape: `${style.outline} ${style.boxShadow} ${style.borderColor} ${style.backgroundColor}` };
  };
  const before = document.activeElement;
  for (const stop of all("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
    if (stop.tabIndex < 0 || !stop.checkVisibility({ checkVisibilityCSS: true })) continue;
    const calm = look(stop);
    stop.focus();
    if (document.activeElement !== stop) { say("focus", stop, "cannot be focused"); continue; }
    const seen = look(stop);
    if (!seen.ring || seen.shape === calm.shape) say("focus", stop, "no ring of at least 2 px");
    const { left, top, width, height } = box(stop);
    const at = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
    if (at && !stop.contains(at) && !at.contains(stop) && ![...(stop.labels ?? [])].some((label) => label.contains(at)) && stop.getClientRects().length === 1)
      say("focus", stop, `covered by ${at.outerHTML.slice(0, 60)}`);
  }
  if (before && before !== document.body) before.focus();
  else document.activeElement?.blur();
  window.scrollTo(0, 0);

  // Plots: their words can be read at this width, and none lies on another or outside its place
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  for (const drawing of all("svg").filter(isShown)) {
    const said = all("text", drawing).filter(words);
    for (const [at, text] of said.entries()) {
      const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
      if (size < 11) say("plot", text, `words ${size.toFixed(1)} pixels high`);
      const over = said.slice(at + 1).find((other) => meet(box(text), box(other)));
      if (over) say("plot", text, `lies on “${words(over)}”`);
      if (box(text).left < box(drawing).left - 1 || box(text).right > box(drawing).right + 1) say("plot", text, "outside the drawing");
    }
  }
  for (const said of all(".hexmap li > * > *").filter(isShown)) {
    const [inner, outer] = [box(said), box(said.parentElement)];
    if (inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1)
      say("plot", said, "words outside their place");
  }

  // Width: nothing scrolls in two directions
  if (root.scrollWidth > root.clientWidth) {
    const guilty = all("body *").filter((one) => isShown(one) && box(one).right > root.clientWidth + 1 && !one.closest("[role=region]"));
    say("overflow", guilty[0] ?? null, `${root.scrollWidth - root.clientWidth} px too wide`);
  }

  // Words: one language at a time, and nothing raw
  const heardIn = []; // whether they are of that language is known where the catalogues are
  const prose = /(^|\s)(och|att|för|inte|när|är|på|som|till|med)(?=[\s,.]|$)/g;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const heard = (text, element) => {
    const said = text.replace(/\s+/g, " ").trim();
    if (!said || !element || element.closest("script, style")) return;
    const spoken = element.closest("[lang]")?.lang ?? "";
    heardIn.push([spoken, said]);
    const isTyped = element.matches("textarea");
    if (spoken === "en" && !isTyped && (said.replace(/“[^”]*”/g, "").match(prose) ?? []).length > 1) say("language", element, "Swedish, without saying so");
    if (/\{\{|\}\}|\{%|%\(\w+\)s|\bundefined\b|<Undefined|\bNaN\b/.test(said)) say("raw", element, `“${said.slice(0, 80)}”`);
  };
  while (walker.nextNode()) heard(walker.currentNode.data, walker.currentNode.parentElement);
  for (const element of all("[aria-label], [alt]")) heard(element.getAttribute("aria-label") || element.getAttribute("alt") || "", element);
  if (language === "sv") heard(document.title.split(" – ")[0], root);

  return { faults, heard: heardIn };
};

window.weight = () => {
  const fetched = performance.getEntriesByType("resource").filter((one) => !one.name.endsWith("#"));
  return {
    elements: document.querySelectorAll("*").length,
    requests: 1 + fetched.length,
    bytes: fetched.reduce((sum, one) => sum + one.encodedBodySize, 0),
  };
};
