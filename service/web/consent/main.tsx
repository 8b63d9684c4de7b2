// The managing unit's page: one question by its link, or all that an account answers.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/parts.css";
import "../shared/styles/door.css";
import "./consent.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { restore, signedIn } from "../shared/api/session";
import { SignIn } from "../shared/ui/sign-in";
import { Toasts } from "../shared/ui/toast";
import { language, words } from "../shared/words";
import { consentWords } from "../shared/words/consent";
import { ByLink } from "./by-link";
import { OwnQuestions } from "./own-questions";

// What the service gives out stands behind the sign, and never reaches a server's log.
const TOKEN = /^#([A-Za-z0-9_.-]{20,200})$/;
const token = TOKEN.exec(location.hash)?.[1];

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${consentWords.value.title} · ${words.value.name}`;
});

function Page() {
  return (
    <>
      {token !== undefined ? (
        <ByLink token={token} />
      ) : signedIn.value === "yes" ? (
        <OwnQuestions />
      ) : (
        <SignIn page={consentWords.value.title} />
      )}
      <Toasts />
    </>
  );
}

// Another link in the same window is another question.
addEventListener("hashchange", () => location.reload());
const page = document.getElementById("page");
if (page) render(<Page />, page);
if (token === undefined) void restore();
