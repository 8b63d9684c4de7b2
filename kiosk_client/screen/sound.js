// What is heard and seen of a change: short tones made here, and a light round the page. Neither
// goes on, and nothing of it is needed to understand what the words say.

const GAIN = 0.22;
const GLOW_MS = 900; // Three in a row: slower than what may hurt (WCAG 2.3.1).

// Each tone: hertz, when it begins and how long it is, in seconds.
const TONES = {
  tick: [[740, 0, 0.07]],
  taken: [[660, 0, 0.12], [990, 0.13, 0.22]],
  calling: [[523, 0, 0.12], [523, 0.2, 0.12]],
  received: [[659, 0, 0.16], [880, 0.18, 0.3]],
  on_the_way: [[587, 0, 0.14], [740, 0.16, 0.14], [880, 0.32, 0.26]],
  arrived: [[523, 0, 0.16], [659, 0.16, 0.16], [784, 0.32, 0.4]],
};
for (const name of ["unkept", "no_network", "refused", "foreign", "box_silent"]) {
  TONES[name] = [[330, 0, 0.22], [262, 0.28, 0.34]];
}

let speaker = null;

function sound(name) {
  const tones = TONES[name];
  if (!tones || !window.AudioContext) return;
  speaker ??= new AudioContext();
  void speaker.resume(); // A browser may keep it still until the first touch.
  for (const [hertz, startS, lengthS] of tones) tone(hertz, speaker.currentTime + startS, lengthS);
}

function tone(hertz, startS, lengthS) {
  const source = new OscillatorNode(speaker, { frequency: hertz });
  const volume = new GainNode(speaker, { gain: 0 });
  volume.gain.setValueAtTime(0, startS);
  volume.gain.linearRampToValueAtTime(GAIN, startS + 0.02);
  volume.gain.setTargetAtTime(0, startS + lengthS - 0.04, 0.02);
  source.connect(volume).connect(speaker.destination);
  source.start(startS);
  source.stop(startS + lengthS + 0.1);
}

function glow() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  parts.glow.animate([{ opacity: 0 }, { opacity: 1, offset: 0.3 }, { opacity: 0 }], { duration: GLOW_MS, iterations: 3 });
}
