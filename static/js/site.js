// Niceties only: every page works without this file.

// Where data is to be saved, photos to come are small ones; site.css leaves out patterns and faces.
if (navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) {
  document.documentElement.classList.add("saves-data");
  for (const picture of document.querySelectorAll("[sizes]")) picture.sizes = "15rem";
}

const wide = matchMedia("(min-width: 60rem)");

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  // A filter beside the list answers at once to a click. Not to keys, whose place on the page
  // would be lost, and not on a phone, where the filter would close after each box.
  let clicked = false;
  form.addEventListener("pointerdown", () => (clicked = true));
  form.addEventListener("keydown", () => (clicked = false));
  form.addEventListener("change", (event) => {
    const choice = event.target.matches("[type=checkbox], [type=radio]");
    if (choice && clicked && wide.matches) form.requestSubmit();
  });

  // Empty fields would only lengthen an address that is made to be shared.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });
}

// A button that prints is of no use without scripts, so it is hidden until here.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A zoomable map is fetched, with all it is made of, when somebody asks for it.
for (const button of document.querySelectorAll("button[data-module]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { toggle } = await import(button.dataset.module);
    toggle(button);
  });
}

// Once all is shown, a worker begins to keep what is read readable without a network (worker.js).
// Also where data is to be saved: it keeps what came anyway, and asks for kept files no more.
async function keepWhatIsRead() {
  const { serviceWorker } = navigator;
  const isFirst = !serviceWorker.controller;
  await serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await serviceWorker.ready;
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  if (isFirst) active.postMessage({ keep: [location.href, ...fetched] });
}

if (navigator.serviceWorker) {
  const begin = () => keepWhatIsRead().catch(() => {}); // a browser may refuse; the page is whole
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
