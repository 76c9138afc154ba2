// Opens a zoomable map when it is seen: in view, by somebody who has moved, touched or typed here.
//
// Until then the drawn map is there, which costs a tenth. Whoever saves data opens it by its button.

const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "scroll", "wheel"];

const saves = () => navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
const idle = () => new Promise((ready) => (globalThis.requestIdleCallback ?? setTimeout)(ready));

const somebody = new Promise((here) => {
  for (const sign of SIGNS) addEventListener(sign, here, { once: true, passive: true, capture: true });
});

const inView = (element) =>
  new Promise((seen) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      seen();
    }, { threshold: 0.5 });
    watch.observe(element);
  });

for (const button of saves() ? [] : document.querySelectorAll("button[data-when-seen]")) {
  const figure = document.getElementById(button.getAttribute("aria-controls"));
  Promise.all([somebody, inView(figure)])
    .then(idle)
    .then(() => import(button.dataset.module))
    .then(({ open }) => open(button, { focus: false }));
}
