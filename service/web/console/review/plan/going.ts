// The ways of going that a plan knows, the slowest first.
import type { Going } from "../../../shared/api/forms";

export const GOING: readonly Going[] = [
  "walk",
  "child_or_elder",
  "bicycle",
  "e_bike",
  "car",
  "unknown",
];
