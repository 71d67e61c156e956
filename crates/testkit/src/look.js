// Shows each of the files named in arguments[0] in this window, one after the other, and judges it by axe; the page that is
// shown already where a name is empty.
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

// The side that a control must have at least: 44 for whoever comes to the portal, in every theme, and for every control of the desk;
// links in its dense lists and lines have what WCAG 2.5.8 asks for, but for hands that tremble.
function least(one) {
  const isDense = document.body.matches(".desk") && document.documentElement.dataset.theme !== "elder";
  const controls = "button:not(.link-button), .button, input, select, textarea, summary, .rail-nav a, .filters a, .pagination a";
  return isDense && !one.matches(controls) ? 24 : 44;
}

// Whether a link stands in a line of other words, which fixes its height.
function isInText(one) {
  if (getComputedStyle(one).display !== "inline") { return false; }
  let block = one.parentElement;
  while (getComputedStyle(block).display === "inline") { block = block.parentElement; }
  const rest = block.cloneNode(true);
  rest.querySelectorAll("a, button, .sr").forEach((inner) => inner.remove());
  return /[\p{L}\p{N}]/u.test(rest.textContent);
}

// What answers to a finger: the box, with the label of a choice, with all that a link is spread over.
function reach(one) {
  const boxes = [one.getBoundingClientRect()];
  if (one.type === "radio" || one.type === "checkbox") {
    for (const label of one.labels) { boxes.push(label.getBoundingClientRect()); }
  }
  const spread = getComputedStyle(one, "::after");
  if (spread.content !== "none" && spread.position === "absolute") {
    boxes.push(one.offsetParent.getBoundingClientRect());
  }
  const side = (from, to) => Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
  return { width: side("left", "right"), height: side("top", "bottom") };
}

function smallTargets() {
  const faults = [];
  document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary").forEach((one) => {
    if (one.closest("[aria-hidden=true]") || one.getClientRects().length === 0 || isInText(one)) { return; }
    const { width, height } = reach(one);
    if (Math.min(width, height) < least(one) - 0.5) {
      const place = (one.parentElement.className || one.parentElement.tagName) + " > " + (one.className || one.tagName);
      faults.push(`too small to hit: ${Math.round(width)} x ${Math.round(height)} ${place} ${one.textContent.trim().slice(0, 20)}`);
    }
  });
  return faults;
}

// What needs no axe: where the focus is, how wide the page is, whether anything moves, how large the controls are.
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
  // only a table may be wider than what it stands in, and then it scrolls within its own frame
  document.querySelectorAll("body *").forEach((one) => {
    const scrolls = one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX);
    if (scrolls && !one.matches(".table-scroll, textarea")) { faults.push("scrolls within: " + one.className); }
  });
  if (document.documentElement.lang !== "zh-CN") { faults.push("language: " + document.documentElement.lang); }
  faults.push(...smallTargets());
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
