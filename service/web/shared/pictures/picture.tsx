// One stored picture, by the address that its sight gives.
import { useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Size } from "../api/forms";
import { liveState } from "../live/stream";
import { AgainIcon, WarnIcon } from "../ui/icons";
import { words } from "../words";
import type { Sight } from "./sight";

// Longer than a call may take: the service answers within seconds or not at all.
const WAIT_MOST_MS = 15_000;

interface Wanted {
  sight: Sight;
  id: string;
  size: Size;
  alt: string;
  /** Whether a failure offers to be tried again: not where the picture itself is a button. */
  again?: boolean;
}

/** A picture in the space that its parent gives. It is fetched when it comes into sight. */
export function Picture(props: Wanted) {
  return <Shown key={`${props.id} ${props.size}`} {...props} />;
}

function Shown({ sight, id, size, alt, again }: Wanted) {
  const box = useRef<HTMLSpanElement>(null);
  const here = useRef(sight.shown(id, size)).current;
  const address = useSignal(here);
  const stage = useSignal<"waiting" | "shown" | "failed">(here ? "shown" : "waiting");
  const tries = useSignal(0);
  // An address that has ended is the likeliest reason why nothing comes: once, another is tried.
  const mayRenew = useRef(true);
  const seen = useSeen(box);
  const restart = () => {
    address.value = null;
    stage.value = "waiting";
    tries.value += 1;
  };
  const fail = () => {
    stage.value = "failed";
  };
  const startOver = () => {
    mayRenew.current = true;
    restart();
  };
  const line = liveState.value;
  useEffect(() => {
    if (line === "live" && stage.peek() === "failed") startOver();
  }, [line]);
  useEffect(() => {
    if (!seen || address.peek() !== null) return;
    let gone = false;
    const late = setTimeout(() => stage.peek() === "waiting" && fail(), WAIT_MOST_MS);
    sight.picture(id, size).then(
      (found) => {
        if (!gone) address.value = found;
      },
      () => !gone && fail(),
    );
    return () => {
      gone = true;
      clearTimeout(late);
    };
  }, [seen, tries.value]);
  const onError = () => {
    if (address.peek() !== null) sight.distrust(address.peek() as string);
    if (!mayRenew.current) return fail();
    mayRenew.current = false;
    restart();
  };
  if (stage.value === "failed") {
    return (
      <span class="picture-none bad">
        <WarnIcon />
        {words.value.picture.unreadable}
        {again && (
          <button type="button" class="button small" onClick={startOver}>
            <AgainIcon />
            {words.value.act.refresh}
          </button>
        )}
      </span>
    );
  }
  return (
    <span ref={box} class={`picture-box ${stage.value === "waiting" ? "waiting-bar" : ""}`}>
      {address.value !== null && (
        <img
          class="picture"
          src={address.value}
          alt={alt}
          // What is here already is drawn at once: a film that is gone through must not flicker.
          decoding={here ? "sync" : "async"}
          onLoad={(event) => {
            sight.hold(id, size, event.currentTarget);
            stage.value = "shown";
          }}
          onError={onError}
        />
      )}
    </span>
  );
}

const waiting = new WeakMap<Element, () => void>();
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
});

/** Whether an element has been in sight: what nobody sees is not looked at. */
function useSeen(ref: RefObject<Element | null>): boolean {
  const seen = useSignal(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || seen.peek()) return;
    waiting.set(element, () => {
      seen.value = true;
      watcher.unobserve(element);
    });
    watcher.observe(element);
    return () => watcher.unobserve(element);
  }, []);
  return seen.value;
}
