// The words of the reviewer's desk, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type ReviewWords } from "./review.en";
import { zh } from "./review.zh-CN";

export const reviewWords = computed<ReviewWords>(() => (language.value === "en" ? en : zh));
