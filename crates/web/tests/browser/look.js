// Shows each of the files named in arguments[0] in this window, one after the other, and judges it by axe.
// A file takes the place of the last one in the same document, so that axe is read once and not once for each page.
const done = arguments[arguments.length - 1];
const still = arguments[1];

function text(url) {
  return new Promise((given, failed) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", url);
    asked.onload = () => given(asked.responseText);
    asked.onerror = () => failed(new Error("cannot read " + url));
    asked.send();
  });
}

function show(html) {
  document.open();
  document.write(html);
  const shown = new Promise((loaded) => window.addEventListener("load", loaded, { once: true }));
  document.close();
  return shown;
}

// What needs no axe: where the focus is, how wide the page is, whether anything moves.
function seen() {
  const faults = [];
  const summary = document.querySelector("[data-error-summary]");
  if (summary && document.activeElement !== summary) { faults.push("the summary of errors has not the focus"); }
  if (!summary && document.activeElement !== document.body) { faults.push("something took the focus"); }
  if (document.styleSheets.length !== 2) { faults.push("style sheets: " + document.styleSheets.length); }
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const ids = new Set();
  document.querySelectorAll("[id]").forEach((one) => {
    if (ids.has(one.id)) { faults.push("id twice: " + one.id); }
    ids.add(one.id);
  });
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) { faults.push("scrolls sideways: " + wide); }
  if (still) {
    document.querySelectorAll("body *").forEach((one) => {
      const look = getComputedStyle(one);
      if (look.transitionDuration !== "0s" || look.animationName !== "none") { faults.push("moves: " + one.tagName); }
    });
  }
  return faults;
}

async function judged(file) {
  if (file) { await show(await text(file)); }
  const faults = seen();
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: { type: "tag", values: tags },
  });
  for (const fault of found.violations) {
    const where = fault.nodes.map((node) => node.html.slice(0, 160)).slice(0, 2).join(" | ");
    faults.push(fault.id + ": " + where);
  }
  return { file, ran: found.passes.length, faults, window: innerWidth };
}

(async () => {
  const all = [];
  for (const file of arguments[0]) { all.push(await judged(file)); }
  done(all);
})().catch((error) => done(String(error) + error.stack));
