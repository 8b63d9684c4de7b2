// The school's page: its keys, and who comes when one is pressed.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/parts.css";
import "../shared/styles/door.css";
import "./styles/school.css";
import "./styles/report.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { restore, signedIn } from "../shared/api/session";
import { SignIn } from "../shared/ui/sign-in";
import { Toasts } from "../shared/ui/toast";
import { language, words } from "../shared/words";
import { SchoolPage } from "./school";

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${words.value.page.school} · ${words.value.name}`;
});

function Page() {
  return (
    <>
      {signedIn.value === "yes" ? <SchoolPage /> : <SignIn page={words.value.page.school} />}
      <Toasts />
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<Page />, page);
void restore();
