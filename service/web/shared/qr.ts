// A QR code (ISO/IEC 18004): byte mode, correction level L, versions 1 to 6. Made here, so that a
// secret never leaves the page.

/** What a code holds, in bytes. */
export const BYTES_MAX = 134;
/** Modules of white around it, without which a phone does not find it. */
export const QUIET = 4;

type Rows = boolean[][];

// By version: code words of data, of correction for each block, and blocks of equal length.
const VERSIONS = [
  [19, 7, 1],
  [34, 10, 1],
  [55, 15, 1],
  [80, 20, 1],
  [108, 26, 1],
  [136, 18, 2],
] as const;
const PADS = [0xec, 0x11] as const;
const FIELD = 0x11d; // x^8 + x^4 + x^3 + x^2 + 1
const LEVEL_L = 0b01;

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The modules, row by row; true is dark. Null for a text of more than BYTES_MAX bytes. */
export function matrix(text: string): Rows | null {
  const data = new TextEncoder().encode(text);
  const version = 1 + VERSIONS.findIndex(([room]) => data.length <= room - 2);
  if (version === 0) return null;
  const words = coded(data, version);
  let best: Rows | null = null;
  for (let mask = 0; mask < MASKS.length; mask++) {
    const drawn = draw(version, words, mask);
    if (best === null || penalty(drawn) < penalty(best)) best = drawn;
  }
  return best;
}

/** The dark modules as one path of a picture whose side is the matrix's and twice the quiet zone. */
export function path(rows: Rows): string {
  return rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
}

function draw(version: number, words: readonly number[], mask: number): Rows {
  const side = 17 + 4 * version;
  const dark: Rows = Array.from({ length: side }, () => new Array<boolean>(side).fill(false));
  const fixed: Rows = dark.map((row) => [...row]);
  const set = (x: number, y: number, on: boolean) => {
    if (x < 0 || y < 0 || x >= side || y >= side) return;
    (dark[y] as boolean[])[x] = on;
    (fixed[y] as boolean[])[x] = true;
  };
  const rings = (x: number, y: number, radius: number, light: readonly number[]) => {
    for (let down = -radius; down <= radius; down++)
      for (let right = -radius; right <= radius; right++)
        set(x + right, y + down, !light.includes(Math.max(Math.abs(right), Math.abs(down))));
  };
  for (let at = 0; at < side; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  rings(3, 3, 4, [2, 4]);
  rings(side - 4, 3, 4, [2, 4]);
  rings(3, side - 4, 4, [2, 4]);
  if (version > 1) rings(side - 7, side - 7, 2, [1]);
  drawFormat(set, side, mask);
  drawWords(dark, fixed, words, mask);
  return dark;
}

function drawFormat(
  set: (x: number, y: number, on: boolean) => void,
  side: number,
  mask: number,
): void {
  const kind = (LEVEL_L << 3) | mask;
  let rest = kind;
  for (let turn = 0; turn < 10; turn++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((kind << 10) | rest) ^ 0x5412;
  for (let at = 0; at < 15; at++) {
    const on = ((bits >> at) & 1) === 1;
    if (at < 6) set(8, at, on);
    else if (at < 8) set(8, at + 1, on);
    else if (at === 8) set(7, 8, on);
    else set(14 - at, 8, on);
    if (at < 8) set(side - 1 - at, 8, on);
    else set(8, side - 15 + at, on);
  }
  set(8, side - 8, true);
}

/** Data stands in pairs of columns from the right, upwards and downwards by turns. */
function drawWords(dark: Rows, fixed: Rows, words: readonly number[], mask: number): void {
  const side = dark.length;
  const masked = MASKS[mask] as (x: number, y: number) => boolean;
  let bit = 0;
  let up = true;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // The column of the timing pattern is passed over.
    for (let step = 0; step < side; step++) {
      const y = up ? side - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y]?.[x]) continue;
        const word = words[bit >> 3] ?? 0;
        const on = ((word >> (7 - (bit & 7))) & 1) === 1;
        (dark[y] as boolean[])[x] = on !== masked(x, y);
        bit += 1;
      }
    }
    up = !up;
  }
}

/** Data and correction, the blocks interleaved. */
function coded(data: Uint8Array, version: number): number[] {
  const [room, correction, count] = VERSIONS[version - 1] as (typeof VERSIONS)[number];
  const nibbles = [0b0100, data.length >> 4, data.length & 15];
  for (const byte of data) nibbles.push(byte >> 4, byte & 15);
  nibbles.push(0); // The end of the message.
  const words: number[] = [];
  for (let at = 0; at < nibbles.length; at += 2)
    words.push(((nibbles[at] as number) << 4) | (nibbles[at + 1] as number));
  for (let at = 0; words.length < room; at++) words.push(PADS[at % 2] as number);
  const each = room / count;
  const blocks = Array.from({ length: count }, (_, at) => words.slice(at * each, (at + 1) * each));
  const checks = blocks.map((block) => remainder(block, correction));
  return [...interleaved(blocks), ...interleaved(checks)];
}

function interleaved(blocks: readonly number[][]): number[] {
  return (blocks[0] as number[]).flatMap((_, at) => blocks.map((block) => block[at] as number));
}

/** The correction words of Reed and Solomon. */
function remainder(block: readonly number[], degree: number): number[] {
  let divisor = [1];
  let root = 1;
  for (let turn = 0; turn < degree; turn++) {
    const longer = [...divisor, 0];
    divisor.forEach((factor, at) => {
      longer[at + 1] = (longer[at + 1] as number) ^ times(factor, root);
    });
    divisor = longer;
    root = times(root, 2);
  }
  let rest = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (rest[0] as number);
    const moved = [...rest.slice(1), 0];
    rest = moved.map((value, at) => value ^ times(divisor[at + 1] as number, factor));
  }
  return rest;
}

function times(a: number, b: number): number {
  let product = 0;
  for (let shift = 7; shift >= 0; shift--) {
    product = (product << 1) ^ ((product >> 7) * FIELD);
    product ^= ((b >> shift) & 1) * a;
  }
  return product;
}

/** How hard it is to read: runs, blocks, what looks like a corner, too dark or too light. */
function penalty(rows: Rows): number {
  const side = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x] as boolean));
  let found = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const run of text.match(/(.)\1{4,}/g) ?? []) found += run.length - 2;
    for (let at = 0; at + 11 <= side; at++) {
      const part = text.slice(at, at + 11);
      if (part === "10111010000" || part === "00001011101") found += 40;
    }
  }
  for (let y = 0; y + 1 < side; y++)
    for (let x = 0; x + 1 < side; x++) {
      const one = rows[y]?.[x];
      const same = [rows[y]?.[x + 1], rows[y + 1]?.[x], rows[y + 1]?.[x + 1]];
      if (same.every((other) => other === one)) found += 3;
    }
  const dark = rows.flat().filter(Boolean).length;
  return found + 10 * Math.floor(Math.abs(dark * 20 - side * side * 10) / (side * side));
}
