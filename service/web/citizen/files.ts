// A file that is too large says so before it is sent: on a weak line that saves minutes.

export function weighFiles(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[type=file][data-most]"))
    field.addEventListener("change", () => {
      const isHeavy = (field.files?.[0]?.size ?? 0) > Number(field.dataset["most"]);
      field.setCustomValidity(isHeavy ? (field.dataset["large"] ?? "") : "");
      field.reportValidity();
    });
}
