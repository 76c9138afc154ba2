// Photos open large, in a dialog that keys, fingers and buttons lead through. Without this file
// each photo is a link to its largest size.

const links = [...document.querySelectorAll("a[data-photo]")];
const dialog = document.querySelector("dialog[data-gallery]");
const [stage, words, count] = ["stage", "words", "count"].map((name) =>
  dialog.querySelector(`[data-${name}]`),
);
let at = 0;

function show(number) {
  at = (number + links.length) % links.length;
  const figure = links[at].closest("figure");
  const picture = links[at].querySelector("picture").cloneNode(true);
  for (const part of picture.querySelectorAll("[sizes]")) part.sizes = "100vw";
  picture.querySelector("img").loading = "eager";
  stage.replaceChildren(picture);
  words.innerHTML = figure.querySelector("figcaption").innerHTML;
  count.textContent = `${at + 1} / ${links.length}`;
}

links.forEach((link, number) =>
  link.addEventListener("click", (event) => {
    // Whoever wants a new tab gets the file.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(number);
    dialog.showModal();
  }),
);

const steps = { previous: -1, next: 1 };
dialog.addEventListener("click", ({ target }) => {
  const step = target.closest("[data-step]")?.dataset.step;
  if (step) show(at + steps[step]);
  else if (target === dialog || target.closest("[data-close]")) dialog.close();
});

// On the whole page, for a link that had the focus may have gone with its photo.
addEventListener("keydown", (event) => {
  if (!dialog.open) return;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  show(to);
});

let from = null;
stage.addEventListener("pointerdown", ({ clientX, isPrimary }) => {
  from = isPrimary ? clientX : null; // two fingers enlarge
});
stage.addEventListener("pointerup", ({ clientX }) => {
  const way = from === null ? 0 : clientX - from;
  from = null;
  if (Math.abs(way) > 40) show(at + (way < 0 ? 1 : -1));
});
stage.addEventListener("pointercancel", () => (from = null));
stage.addEventListener("dragstart", (event) => event.preventDefault());

// The page goes on at the photo that was seen last.
dialog.addEventListener("close", () => links[at].focus());
