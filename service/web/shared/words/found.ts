// The words of the register of found things, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type FoundWords } from "./found.en";
import { zh } from "./found.zh-CN";

export const foundWords = computed<FoundWords>(() => (language.value === "en" ? en : zh));
