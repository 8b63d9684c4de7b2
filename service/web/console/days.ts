// Days as a field of days has them, in the time of this place.

/** A day so many days from now. */
export function dayIn(days: number): string {
  const at = new Date();
  at.setDate(at.getDate() + days);
  return dayAt(at);
}

/** The day of an instant. */
export function dayAt(at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The end of a day. */
export function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
