// The way from every page to one's own account. What it shows is loaded when it is asked for, so
// that no page's first drawing waits for it.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { call } from "../api/call";
import type { MyNotice } from "../api/forms";
import { Dialog } from "../ui/dialog";
import { PersonIcon } from "../ui/icons";
import { Failed, Waiting } from "../ui/parts";
import { words } from "../words";
import { closeAccount, shown, unread } from "./shown";

interface Parts {
  Account: FunctionComponent;
  NewNotice: FunctionComponent<{ notice: MyNotice }>;
}

const parts = signal<Parts | "waiting" | "failed">("waiting");

async function load(): Promise<void> {
  if (typeof parts.peek() === "object") return;
  parts.value = "waiting";
  try {
    parts.value = await import("./account");
  } catch {
    parts.value = "failed";
  }
}

/** Where nobody answers, it is asked at the next start: nothing depends on it. */
async function look(): Promise<void> {
  const notices = await call("get", "/v1/me/notices", {}).catch(() => []);
  unread.value = notices.filter((one) => one.given_at === null);
}

/** The way in, for a page's menu or settings; `onGo` closes that. */
export function AccountButton(props: { class?: string; onGo: () => void }) {
  return (
    <button
      type="button"
      class={`button ${props.class ?? ""}`}
      onClick={() => {
        props.onGo();
        shown.value = true;
      }}
    >
      <PersonIcon />
      {words.value.menu.account}
    </button>
  );
}

/** One's own account over a page, and what must be read: that waits until nothing rings. */
export function OwnAccount(props: { calm: boolean }) {
  useEffect(() => {
    void look();
    return () => {
      shown.value = false;
      unread.value = [];
    };
  }, []);
  const notice = props.calm && !shown.value ? unread.value[0] : undefined;
  const wanted = shown.value || notice !== undefined;
  useEffect(() => {
    if (wanted) void load();
  }, [wanted]);
  const { Account, NewNotice } = typeof parts.value === "object" ? parts.value : NONE;
  if (notice) return NewNotice ? <NewNotice key={notice.notice.notice_id} notice={notice} /> : null;
  if (!shown.value) return null;
  if (Account) return <Account />;
  return (
    <Dialog title={words.value.menu.account} onClose={closeAccount}>
      {parts.value === "failed" ? <Failed again={() => void load()} /> : <Waiting lines={4} />}
    </Dialog>
  );
}

const NONE: Partial<Parts> = {};
