// The words of the player, in the page's language.
import { computed } from "@preact/signals";
import { language } from "./index";
import { en, type PlayerWords } from "./player.en";
import { zh } from "./player.zh-CN";

export const playerWords = computed<PlayerWords>(() => (language.value === "en" ? en : zh));
