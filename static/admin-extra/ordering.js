// Puts rows in order: by dragging, and by buttons for whoever uses no mouse. The server reads the
// numbers in the rows' position fields, which are all there is without this script.

const words = document.getElementById("form-words")?.dataset;

function rowsOf(group) {
  return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
}

function renumber(group) {
  rowsOf(group).forEach((row, index) => {
    const field = row.querySelector("[data-position]");
    if (field) field.value = index;
  });
  refresh(group);
}

// The first row cannot go up, nor the last one down.
function refresh(group) {
  rowsOf(group).forEach((row, index) => {
    const up = row.querySelector(".ordering__up");
    if (up) up.disabled = index === 0;
    const down = row.querySelector(".ordering__down");
    if (down) down.disabled = index === rowsOf(group).length - 1;
  });
}

function move(group, row, step) {
  const rows = rowsOf(group);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  moved(group, row);
}

function moved(group, row) {
  renumber(group);
  row.querySelector("[data-position]").dispatchEvent(new Event("input", { bubbles: true }));
  group.querySelector(".ordering__said").textContent = `${words.moved} ${rowsOf(group).indexOf(row) + 1}`;
}

function button(name, label, sign, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `ordering__button ordering__${name}`;
  made.setAttribute("aria-label", label);
  made.title = label;
  made.textContent = sign;
  made.addEventListener("click", act);
  return made;
}

function equip(group, row) {
  const heading = row.querySelector("h3");
  if (!heading || heading.querySelector(".ordering")) return;
  const tools = document.createElement("span");
  tools.className = "ordering";
  const grip = document.createElement("span");
  grip.className = "ordering__grip";
  grip.title = words.drag;
  grip.draggable = true;
  grip.setAttribute("aria-hidden", "true");
  grip.textContent = "⠿";
  const up = button("up", words.up, "↑", () => {
    move(group, row, -1);
    (up.disabled ? down : up).focus();
  });
  const down = button("down", words.down, "↓", () => {
    move(group, row, 1);
    (down.disabled ? up : down).focus();
  });
  tools.append(grip, up, down);
  heading.prepend(tools);
  row.querySelector(".field-position.fieldBox, .form-row.field-position")?.classList.add("is-numbered");

  grip.addEventListener("dragstart", (event) => {
    row.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(row, 10, 10);
  });
  grip.addEventListener("dragend", () => {
    row.classList.remove("is-dragged");
    moved(group, row);
  });
}

function start(group) {
  const said = document.createElement("p");
  said.className = "ordering__said visually-hidden";
  said.setAttribute("role", "status");
  group.append(said);
  for (const row of rowsOf(group)) equip(group, row);
  refresh(group);
  group.addEventListener("dragover", (event) => {
    const dragged = group.querySelector(".is-dragged");
    const over = event.target.closest?.(".inline-related:not(.empty-form)");
    if (!dragged || !over || over === dragged || !group.contains(over)) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  group.addEventListener("drop", (event) => event.preventDefault());
  group.addEventListener("formset:added", (event) => {
    equip(group, event.target);
    renumber(group);
  });
}

if (words) {
  const groups = [...document.querySelectorAll(".inline-group")].filter((group) =>
    group.querySelector("[data-position]"),
  );
  groups.forEach(start);
  // Said by the document, since the row that was removed is in no group any more.
  document.addEventListener("formset:removed", () => groups.forEach(refresh));
}
