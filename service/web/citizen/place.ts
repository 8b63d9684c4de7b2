// A place may be shown on the map besides being named. The map is fetched when somebody asks for it:
// most people name the place, and a weak line has better things to carry.

export function offerMap(): void {
  const room = document.querySelector<HTMLElement>("#map");
  const pin = document.querySelector<HTMLInputElement>("#pin");
  if (!room || !pin) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = room.dataset["label"] ?? "";
  room.append(button);
  room.hidden = false;
  // Whoever chooses a place by its name does not mean the point any more.
  for (const site of document.querySelectorAll<HTMLInputElement>("input[name=site]"))
    site.addEventListener("change", () => {
      pin.value = "";
      document.querySelector(".option.pin")?.remove();
    });
  button.addEventListener("click", () => {
    button.disabled = true;
    import("./place-map")
      .then(({ openMap }) => {
        button.remove();
        openMap(room, pin);
      })
      .catch(() => {
        button.disabled = false;
      });
  });
}
