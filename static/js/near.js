// “Villages near me”: asks the browser where it is, only when the button is pressed, and puts the
// place, rounded to a kilometre, into the address. Nothing is kept.

const box = document.querySelector("[data-near]");
const button = box?.querySelector("button");
const said = box?.querySelector("[role=status]");
const places = document.getElementById("filter-near");

function found({ coords }) {
  const value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
  places.add(new Option(said.dataset.here, value, true, true));
  places.form.requestSubmit();
}

function failed(error) {
  button.disabled = false;
  said.textContent =
    error.code === GeolocationPositionError.PERMISSION_DENIED
      ? said.dataset.denied
      : said.dataset.unknown;
}

if (button && "geolocation" in navigator) {
  box.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = said.dataset.waiting;
    navigator.geolocation.getCurrentPosition(found, failed, {
      maximumAge: 600_000,
      timeout: 20_000,
    });
  });
  // Back from the list, the button is to be pressed again.
  addEventListener("pageshow", () => {
    button.disabled = false;
    said.textContent = "";
  });
}
