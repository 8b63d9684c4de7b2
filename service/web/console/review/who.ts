import { reviewWords } from "../../shared/words/review";

/** Who did something; what the system and the applicant do bears no name. */
export function whoOf(who: string): string {
  const w = reviewWords.value;
  if (who === "applicant") return w.applicant;
  return who || w.history.system;
}
