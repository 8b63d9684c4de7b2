// The words of one's own account, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type OwnWords } from "./own.en";
import { zh } from "./own.zh-CN";

export const ownWords = computed<OwnWords>(() => (language.value === "en" ? en : zh));
