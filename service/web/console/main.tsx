// The console: a dispatcher's desk.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "../shared/styles/parts.css";
import "../shared/styles/door.css";
import "../shared/styles/map.css";
import "../shared/styles/pictures.css";
import "../shared/styles/film.css";
import "./styles/desk.css";
import "./styles/queue.css";
import "./styles/bulletins.css";
import "./styles/history.css";
import "./styles/incident.css";
import "./styles/register.css";
import "./styles/replay.css";
import "./styles/wall.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { restore, signedIn } from "../shared/api/session";
import { SignIn } from "../shared/ui/sign-in";
import { Toasts } from "../shared/ui/toast";
import { language, words } from "../shared/words";
import { Desk } from "./desk";

effect(() => {
  document.documentElement.lang = language.value;
});

function Console() {
  return (
    <>
      {signedIn.value === "yes" ? <Desk /> : <SignIn page={words.value.page.console} />}
      <Toasts />
    </>
  );
}

const page = document.getElementById("page");
if (page) render(<Console />, page);
void restore();
