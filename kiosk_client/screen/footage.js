// How to ask for footage: who may, for what, and where: on one's own phone, or in the form, which is
// the service's page in a frame of this one. Each visit gets a frame of its own, and when somebody
// leaves, or nobody touches it, the service is told to forget him, and the frame goes.

const FORGET_MS = 3000;

function drawFootage() {
  const address = told.footage;
  const isFree = document.body.dataset.light === "idle" && panel === null;
  parts.footage_open.hidden = !address || !isFree;
  // Whoever comes next begins when the one before is forgotten.
  parts.footage_here.hidden = !formAddress() || parts.form_place.hasChildNodes();
  put(parts.footage_address, address ? address.replace(/^https?:\/\//, "") : "");
  parts.footage_code.alt = word("footage_code").replace("{n}", address ?? "");
}

// A city may have its own page at the address; ours is known by its path.
function formAddress() { return /^https?:\/\/[^?#]+\/footage$/.test(told.footage ?? "") ? told.footage : null; }

function openForm() {
  const address = formAddress();
  if (!address || told.line !== "up") return;
  const frame = document.createElement("iframe");
  frame.title = word("footage");
  frame.src = `${address}?kiosk=1&lang=${language}`;
  frame.setAttribute("sandbox", "allow-forms allow-scripts allow-same-origin");
  parts.form_place.replaceChildren(frame);
  openPanel("form", parts.form_close);
}

function leaveForm() {
  const frame = parts.form_place.firstElementChild;
  const address = formAddress();
  if (!frame || !address) return;
  const go = () => { frame.remove(); drawFootage(); };
  frame.hidden = true;
  frame.addEventListener("load", go, { once: true });
  setTimeout(go, FORGET_MS);
  frame.src = `${address}/leave`;
}

window.addEventListener("message", (event) => {
  const frame = parts.form_place.firstElementChild;
  if (panel !== "form" || event.source !== frame?.contentWindow) return;
  if (event.data?.watchbell === "touched") touchedAt = performance.now();
  if (event.data?.watchbell === "left") closePanel();
});

parts.footage_open.addEventListener("click", () => {
  parts.footage_code.src = "/footage.svg";
  openPanel("footage", parts.footage_close);
});
parts.footage_close.addEventListener("click", closePanel);
parts.footage_here.addEventListener("click", openForm);
parts.form_close.addEventListener("click", closePanel);
