// The patrol's phone: duty, place, the ring, the task.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/parts.css";
import "../shared/styles/door.css";
import "../shared/styles/map.css";
import "../shared/styles/pictures.css";
import "../shared/styles/film.css";
import "./styles/patrol.css";
import "./styles/ring.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { restore, signedIn } from "../shared/api/session";
import { SignIn } from "../shared/ui/sign-in";
import { Toasts } from "../shared/ui/toast";
import { language, words } from "../shared/words";
import { Patrol } from "./patrol";
import { startWorker } from "./state/installed";

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${words.value.page.patrol} · ${words.value.name}`;
});

function Page() {
  return (
    <>
      {signedIn.value === "yes" ? <Patrol /> : <SignIn page={words.value.page.patrol} />}
      <Toasts />
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<Page />, page);
startWorker();
void restore();
