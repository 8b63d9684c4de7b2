// How to ask for footage: who may, for what, and where. The request itself is made on one's own phone.

function drawFootage() {
  const address = told.footage;
  const isFree = document.body.dataset.light === "idle" && panel === null;
  parts.footage_open.hidden = !address || !isFree;
  put(parts.footage_address, address ? address.replace(/^https?:\/\//, "") : "");
  parts.footage_code.alt = word("footage_code").replace("{n}", address ?? "");
}

parts.footage_open.addEventListener("click", () => {
  parts.footage_code.src = "/footage.svg";
  openPanel("footage", parts.footage_close);
});
parts.footage_close.addEventListener("click", closePanel);
