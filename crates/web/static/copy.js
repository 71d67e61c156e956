// A button beside a number that copies it, and says so to everyone.
// Without this script: no button is there; the number is plain text that can be selected.
(function () {
  "use strict";
  if (!navigator.clipboard) { return; }
  Array.prototype.slice.call(document.querySelectorAll("[data-copy]")).forEach(function (number) {
    var button = document.createElement("button");
    var words = "复制" + (number.getAttribute("data-copy") || "");
    button.type = "button";
    button.className = "button button-quiet copy";
    button.textContent = words;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(number.textContent.trim()).then(function () {
        button.textContent = "已复制";
        setTimeout(function () { button.textContent = words; }, 3000);
      });
    });
    number.insertAdjacentElement("afterend", button);
  });
}());
