// Light, dark, or as the machine says.
import { effect, signal } from "@preact/signals";
import { keep, kept } from "../kept";

export type Theme = "auto" | "light" | "dark";

export const theme = signal<Theme>(kept<Theme>("theme", "auto"));
const machine = matchMedia("(prefers-color-scheme: dark)");
const machineDark = signal(machine.matches);
machine.addEventListener("change", () => {
  machineDark.value = machine.matches;
});

/** Whether the page is dark now: for what is drawn outside of style sheets. */
export function isDark(): boolean {
  return theme.value === "auto" ? machineDark.value : theme.value === "dark";
}

effect(() => {
  keep("theme", theme.value);
  if (theme.value === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.value;
});
