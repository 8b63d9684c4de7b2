// The words of the review plan, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type PlanWords } from "./plan.en";
import { zh } from "./plan.zh-CN";

export const planWords = computed<PlanWords>(() => (language.value === "en" ? en : zh));
