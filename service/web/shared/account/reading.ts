// What a section reads when it is opened, and what it does: one thing at a time, and why not.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api/call";
import { Refused } from "../api/problem";
import { span } from "../format";
import { problemWords } from "../words";
import { ownWords } from "../words/own";
import type { AreaName } from "./rows";

/** What the areas of one's own roles are called; another is told by its code. */
export async function ownAreas(): Promise<AreaName> {
  const me = await call("get", "/v1/me", {});
  const names = new Map(me.roles.map(({ area_code, area_name }) => [area_code, area_name]));
  return (code) => names.get(code) ?? code;
}

/** What is read at once: null until it is there; `again` reads it anew. */
export function useRead<T>(read: () => Promise<T>) {
  const value = useSignal<T | null>(null);
  const failed = useSignal(false);
  const again = async () => {
    failed.value = false;
    try {
      value.value = await read();
    } catch {
      failed.value = true;
    }
  };
  useEffect(() => void again(), []);
  return { value, failed, again };
}

/** Why it was refused: the code, and what a person reads; who is braked is told for how long. */
export function refusedBy(error: unknown): { code: string; text: string } {
  const problem = error instanceof Refused ? error.problem : null;
  const code = problem?.code ?? "";
  if (code === "identity.braked" && problem?.retry_s)
    return { code, text: ownWords.value.password.braked(span(problem.retry_s)) };
  return { code, text: problemWords(error) };
}
