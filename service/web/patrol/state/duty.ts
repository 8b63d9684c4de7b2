// Whether this unit is on duty, and since when.
import { signal } from "@preact/signals";

export const onDuty = signal(false);
export const dutySince = signal<number | null>(null);
