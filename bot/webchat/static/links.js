// One entry in the browser's history for a whole visit: a page of ours takes the place of the one before. Otherwise
// Back, pressed by somebody else after a quick exit, would come to one of them.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.target || link.origin !== location.origin || link.closest("[data-staff]")) return;
  event.preventDefault();
  location.replace(link.href);
});
