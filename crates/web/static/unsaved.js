// Asks before a changed form is left.
// Without this script: nothing asks; what was sent with an error is shown again by the server, and drafts of the
// application form are kept by the server.
(function () {
  "use strict";
  var forms = Array.prototype.slice.call(document.querySelectorAll("form[data-guard]"));
  var isChanged = false;
  forms.forEach(function (form) {
    form.addEventListener("input", function () { isChanged = true; });
    form.addEventListener("submit", function () { isChanged = false; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (!isChanged) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
}());
