// Asks before texts that were not saved are left, such as by pressing “Publish” above the form.

const form = document.querySelector("#content-main form");
let isChanged = false;

form?.addEventListener("input", () => (isChanged = true));
form?.addEventListener("submit", () => (isChanged = false));
window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
