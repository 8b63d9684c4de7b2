// The words of masked films and the viewing room, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type ViewingWords } from "./viewing.en";
import { zh } from "./viewing.zh-CN";

export const viewingWords = computed<ViewingWords>(() => (language.value === "en" ? en : zh));
