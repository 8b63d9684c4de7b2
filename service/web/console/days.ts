// Days as a field of days has them, in the time of this place.

/** A day so many days from now. */
export function dayIn(days: number): string {
  const at = new Date();
  at.setDate(at.getDate() + days);
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The beginning of a day; of today, this instant. */
export function startOf(day: string): string {
  const at = new Date(`${day}T00:00:00`);
  return new Date(Math.max(at.getTime(), Date.now())).toISOString();
}

/** The end of a day. */
export function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
