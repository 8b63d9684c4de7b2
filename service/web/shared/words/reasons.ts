// Why a unit stands where it stands in the ranking, in words.
import { said, words } from "./index";

export function reasonWords(reasons: readonly string[]): string {
  const w = words.value;
  return reasons
    .map((reason) => {
      const tier = /^tier_(\d+)$/.exec(reason);
      return tier && !Object.hasOwn(w.reason, reason)
        ? w.tier(Number(tier[1]) + 1)
        : said(w.reason, reason);
    })
    .join(" · ");
}
