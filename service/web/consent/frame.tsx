// What stands around everything on the managing unit's page.
import type { ComponentChildren } from "preact";
import { Brand } from "../shared/ui/sign-in";
import { switchLanguage, words } from "../shared/words";
import { consentWords } from "../shared/words/consent";

export function Frame(props: { acts?: ComponentChildren; children: ComponentChildren }) {
  const w = words.value;
  return (
    <main class="consent">
      <header class="consent-head">
        <h1>
          <Brand page={consentWords.value.title} />
        </h1>
        <div class="consent-acts">
          <button
            type="button"
            class="button plain"
            title={w.languageHint}
            lang={w.language === "English" ? "en" : "zh-CN"}
            onClick={switchLanguage}
          >
            {w.language}
          </button>
          {props.acts}
        </div>
      </header>
      {props.children}
    </main>
  );
}
