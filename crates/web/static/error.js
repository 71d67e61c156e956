// Moves the focus to the summary of errors, so that a screen reader reads it first.
// Without this script: the summary is the first thing of the content, and the title of the page begins with 错误.
(function () {
  "use strict";
  var summary = document.querySelector("[data-error-summary]");
  if (summary) { summary.focus(); }
}());
