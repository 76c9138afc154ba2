// Opens a zoomable map when it comes into view, unless the visitor saves data.

const saves = () => navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
const idle = () => new Promise((ready) => (globalThis.requestIdleCallback ?? setTimeout)(ready));

for (const button of document.querySelectorAll("button[data-when-seen]")) {
  const figure = document.getElementById(button.getAttribute("aria-controls"));
  const watch = new IntersectionObserver(async (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    await idle();
    const { open } = await import(button.dataset.module);
    open(button, { focus: false });
  }, { threshold: 0.5 });
  if (!saves()) watch.observe(figure);
}
