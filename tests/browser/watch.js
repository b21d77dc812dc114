// Before the page's own scripts: remember the node that speaks, and what the browser refused.
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(`${event.violatedDirective} refused ${event.blockedURI}`));
document.addEventListener("DOMContentLoaded", () => { window.firstStatus = document.getElementById("status"); });
