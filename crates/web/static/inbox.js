// Keys in lists: j and k move, Enter opens, / goes to the search box.
// Without this script: the list is a list of links, reached by Tab, and the search box is an ordinary form field.
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll("[data-list] [data-item]"));
  var search = document.querySelector("[data-search]");
  function isTyping(target) {
    return /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName) || target.isContentEditable;
  }
  function move(by) {
    if (!links.length) { return; }
    var at = links.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) { return; }
    if (event.key === "j") { move(1); event.preventDefault(); }
    if (event.key === "k") { move(-1); event.preventDefault(); }
    if (event.key === "/" && search) { search.focus(); search.select(); event.preventDefault(); }
  });
}());
