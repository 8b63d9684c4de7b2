// Sounds made here, without a file: a struck bell for the desk, a telephone for the patrol.
//
// Browsers keep a page silent until somebody has touched it. `soundState` says so, and `unlock`
// belongs into the next touch.
import { signal } from "@preact/signals";

export type SoundState = "blocked" | "ready" | "none";

export const soundState = signal<SoundState>("AudioContext" in globalThis ? "blocked" : "none");

let context: AudioContext | null = null;
let out: AudioNode | null = null;

function open(): AudioContext | null {
  if (soundState.value === "none") return null;
  if (context) return context;
  context = new AudioContext();
  // Loud without clipping: several strikes overlap.
  const press = new DynamicsCompressorNode(context, { threshold: -12, ratio: 8 });
  press.connect(context.destination);
  out = press;
  context.onstatechange = learn;
  learn();
  return context;
}

function learn(): void {
  if (context) soundState.value = context.state === "running" ? "ready" : "blocked";
}

/** Make sound possible; works inside a touch or key press, and where the browser trusts us. */
export async function unlock(): Promise<void> {
  await open()
    ?.resume()
    .catch(() => undefined);
  learn();
}

// What a struck bell sounds of: multiples of its tone, each fading in its own time.
const PARTIALS = [
  { ratio: 1, gain: 0.5, fade_s: 1.4 },
  { ratio: 2, gain: 0.34, fade_s: 0.9 },
  { ratio: 2.74, gain: 0.22, fade_s: 0.6 },
  { ratio: 5.2, gain: 0.12, fade_s: 0.25 },
];

function strike(at: number, hertz: number, gain: number): void {
  for (const part of PARTIALS) {
    tone(at, hertz * part.ratio, part.fade_s, gain * part.gain, "sine");
  }
}

function tone(
  after_s: number,
  hertz: number,
  fade_s: number,
  gain: number,
  type: OscillatorType,
): void {
  if (!context || !out) return;
  const at = context.currentTime + after_s;
  const source = new OscillatorNode(context, { type, frequency: hertz });
  const level = new GainNode(context, { gain: 0 });
  level.gain.setValueAtTime(0, at);
  level.gain.linearRampToValueAtTime(gain, at + 0.008);
  level.gain.exponentialRampToValueAtTime(0.0004, at + fade_s);
  source.connect(level).connect(out);
  source.start(at);
  source.stop(at + fade_s + 0.05);
}

export type Pattern = "urgent" | "calm" | "phone";

const EVERY_MS: Record<Pattern, number> = { urgent: 2200, calm: 5000, phone: 2000 };

function play(pattern: Pattern): void {
  if (pattern === "urgent") {
    // Two double strikes, the second higher, over a short call that cuts through talk.
    for (const [at, hertz] of [
      [0, 740],
      [0.18, 740],
      [0.62, 988],
      [0.8, 988],
    ] as const) {
      strike(at, hertz, 0.9);
      tone(at, hertz * 2, 0.16, 0.12, "square");
    }
  } else if (pattern === "calm") {
    strike(0, 660, 0.7);
    strike(0.22, 660, 0.7);
  } else {
    for (let turn = 0; turn < 20; turn += 1) {
      tone(turn * 0.05, turn % 2 ? 1046 : 830, 0.06, 0.5, "triangle");
    }
  }
}

let rings: { pattern: Pattern; timer: ReturnType<typeof setInterval> } | null = null;

/** Ring until told otherwise; null is silence. */
export function ring(pattern: Pattern | null): void {
  if (rings?.pattern === pattern) return;
  if (rings) clearInterval(rings.timer);
  rings = null;
  if (pattern === null) return;
  open();
  const turn = () => {
    if (context?.state !== "running") void context?.resume().catch(() => undefined);
    if (context?.state === "running") play(pattern);
  };
  rings = { pattern, timer: setInterval(turn, EVERY_MS[pattern]) };
  turn();
}

/** The patrol's ring, once: so that an officer knows how loud it is. */
export function ringOnce(): void {
  if (open()?.state === "running") play("phone");
}

/** One soft strike: something arrived that does not call anybody. */
export function chime(): void {
  if (open()?.state === "running") strike(0, 587, 0.35);
}
