// What proves a picture: when, by whose clock, by which way, and the digest of its bytes.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Snapshot } from "../api/forms";
import { exactTimeOf, size } from "../format";
import { CheckIcon, CopyIcon } from "../ui/icons";
import { said, words } from "../words";
import { clockWords, lagWords, type Since } from "./said";

export function Proof(props: { of: Snapshot; since: Since }) {
  const one = props.of;
  const w = words.value.picture.proof;
  const way = said(words.value.picture.sources, one.source ?? "");
  return (
    <section class="proof">
      <h3>{w.title}</h3>
      <dl class="facts">
        <Fact name={w.captured}>{one.captured_at && exactTimeOf(one.captured_at)}</Fact>
        <Fact name={w.cameraClock}>
          {one.camera_at ? exactTimeOf(one.camera_at) : w.noClock}
          {one.clock_ahead_ms !== null && ` · ${clockWords(one.clock_ahead_ms)}`}
        </Fact>
        <Fact name={w.lag}>{lagWords(one, props.since)}</Fact>
        <Fact name={w.stored}>{one.stored_at && exactTimeOf(one.stored_at)}</Fact>
        <Fact name={w.size}>
          {[
            one.width !== null && one.height !== null ? `${one.width}×${one.height}` : "",
            one.size_bytes === null ? "" : size(one.size_bytes),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Fact>
        <Fact name={w.source}>
          {way} · {w.attempt(one.attempt)}
        </Fact>
      </dl>
      {one.sha256 && <Digest key={one.sha256} text={one.sha256} />}
    </section>
  );
}

function Fact(props: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

const SAID_FOR_MS = 4000;

/** A digest that can be copied, also where the page is not served over TLS. */
function Digest(props: { text: string }) {
  const w = words.value.picture.proof;
  const code = useRef<HTMLElement>(null);
  const done = useSignal<"copied" | "selected" | null>(null);
  useEffect(() => {
    if (done.value === null) return;
    const timer = setTimeout(() => {
      done.value = null;
    }, SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [done.value]);
  const copy = async () => {
    done.value = (await copied(props.text, code.current)) ? "copied" : "selected";
  };
  return (
    <div class="digest">
      <span class="digest-head">
        <span class="digest-name">{w.sha256}</span>
        <button type="button" class="button small" onClick={copy}>
          {done.value === "copied" ? <CheckIcon /> : <CopyIcon />}
          {done.value === null ? w.copy : w[done.value]}
        </button>
      </span>
      <code class="mono" ref={code}>
        {props.text}
      </code>
      <small class="quiet">{w.original}</small>
      <span class="aside" role="status">
        {done.value !== null && w[done.value]}
      </span>
    </div>
  );
}

/** Whether it is in the clipboard; else it is selected, so that a person can copy it. */
async function copied(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    // Only pages of a secure origin have a clipboard.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    return document.execCommand("copy");
  }
}
