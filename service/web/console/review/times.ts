// Instants as fields have them: in the time of this place, to the second.

const two = (figure: number) => String(figure).padStart(2, "0");

function fieldOf(at: Date): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The first whole second that is not before an instant. */
export function fieldFrom(at: string): string {
  return fieldOf(new Date(Math.ceil(Date.parse(at) / 1000) * 1000));
}

/** The last whole second that is not after an instant. */
export function fieldUntil(at: string): string {
  return fieldOf(new Date(Math.floor(Date.parse(at) / 1000) * 1000));
}

/** The instant of a field; null where it is none. */
export function instantOf(field: string): string | null {
  const at = new Date(field);
  return field === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
