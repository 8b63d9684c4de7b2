// The language of the page, and how what the service says is put into words.
import { computed, signal } from "@preact/signals";
import { Refused, Unreachable } from "../api/problem";
import type { ProblemCode } from "../generated/problems";
import { keep, kept } from "../kept";
import { en, type Words } from "./words.en";
import { zh } from "./words.zh-CN";

export type Language = "zh-CN" | "en";

const own = navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
export const language = signal<Language>(kept<Language>("language", own));
export const words = computed<Words>(() => (language.value === "en" ? en : zh));

/** Change to the other language, and remember it on this machine. */
export function switchLanguage(): void {
  language.value = language.value === "en" ? "zh-CN" : "en";
  keep("language", language.value);
}

/** The word for a code, or the code itself where a newer service knows more than this page. */
export function said(table: Record<string, string>, code: string): string {
  return Object.hasOwn(table, code) ? (table[code] as string) : code;
}

/** What a box finds wrong with itself, in words. */
export function boxFaults(codes: readonly string[]): string {
  const w = words.value;
  return codes.map((code) => said(w.boxFault, code)).join(w.between);
}

/** What a refusal's code says; a code that this page does not know says only that it is one. */
export function codeWords(code: string): string {
  const { byCode, unknown } = words.value.problem;
  return Object.hasOwn(byCode, code) ? byCode[code as ProblemCode] : unknown;
}

/** What went wrong, for a person. */
export function problemWords(error: unknown): string {
  const { problem: table } = words.value;
  if (error instanceof Unreachable) return table.unreachable;
  if (!(error instanceof Refused)) return table.unknown;
  const byCode: Record<ProblemCode, string> = table.byCode;
  const { code, title, who } = error.problem;
  const line = Object.hasOwn(byCode, code) ? byCode[code as ProblemCode] : title || table.unknown;
  return who ? `${line} (${who})` : line;
}
