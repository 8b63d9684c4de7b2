// What may go wrong with a call, as two kinds: the service refused, or it could not be reached.
import type { ProblemCode } from "../generated/problems";

// What a refusal is called that names no code.
const UNSAID = "service.unavailable";

/** A refusal as it is sent (RFC 9457); `who` and `retry_s` come with some of them. */
export interface Problem {
  code: ProblemCode | (string & {});
  title: string;
  status: number;
  detail?: string;
  field?: string;
  who?: string | null;
  retry_s?: number;
  challenge?: string;
  latched?: number;
  incident_id?: string | null;
}

/** The service answered, and the answer is no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${status} ${problem.code}`);
  }
}

/** No answer came: no network, no service, or not in time. */
export class Unreachable extends Error {}

/** What an answer that is not 2xx says; a proxy in between may speak no JSON. */
export async function readProblem(answer: Response): Promise<Problem> {
  const found: unknown = await answer.json().catch(() => null);
  if (typeof found === "object" && found !== null && "code" in found) return found as Problem;
  return { code: UNSAID, title: answer.statusText, status: answer.status };
}

/** Whether it is worth sending the same thing again: who stands in between may say 404 too. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return (
    error instanceof Refused && (error.status >= 500 || error.status === 429 || !isOurs(error))
  );
}

/** Whether the service itself has refused, not a proxy in between: only then has it a code. */
export function isOurs(refused: Refused): boolean {
  return refused.problem.code !== UNSAID || refused.status >= 500;
}
