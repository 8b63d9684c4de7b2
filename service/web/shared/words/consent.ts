// The words of the managing unit's page, in its language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type ConsentWords } from "./consent.en";
import { zh } from "./consent.zh-CN";

export const consentWords = computed<ConsentWords>(() => (language.value === "en" ? en : zh));
