// The right to look at the pictures of one incident: an address that holds for some minutes.
//
// Every fetch is a look, and every look is written into the access register. The answers may not be
// stored by a browser either. So what has been fetched is held as an element in memory, under the
// address by which it came: a browser shows that again without asking, and a renewed sight loads
// nothing anew.
import { now } from "../api/clock";
import type { Sight as Given, Size } from "../api/forms";

// Asked for anew so long before it ends: a picture that is slow to come still comes.
const RENEW_BEFORE_MS = 30_000;
const SIGHTS_MOST = 12;
const HELD_MOST = 240;

export class Sight {
  private given: Given | null = null;
  private coming: Promise<Given> | null = null;
  private readonly held = new Map<string, HTMLImageElement>();

  constructor(private readonly ask: () => Promise<Given>) {}

  /** The address of a picture that is here already. */
  shown(snapshot_id: string, size: Size): string | null {
    return this.held.get(`${snapshot_id} ${size}`)?.src ?? null;
  }

  /** Where a picture is. Raises Refused, Unreachable. */
  async picture(snapshot_id: string, size: Size): Promise<string> {
    const here = this.shown(snapshot_id, size);
    return here ?? `${await this.address()}/${snapshot_id}?size=${size}`;
  }

  /** Where a warm camera is seen live. Raises Refused, Unreachable. */
  async live(camera_id: string): Promise<string> {
    return `${await this.address()}/cameras/${camera_id}/live`;
  }

  /** A picture has come. */
  hold(snapshot_id: string, size: Size, image: HTMLImageElement): void {
    this.held.set(`${snapshot_id} ${size}`, image);
    for (const oldest of this.held.keys()) {
      if (this.held.size <= HELD_MOST) break;
      this.held.delete(oldest);
    }
  }

  /** Nothing came from this address, which may have ended: the next is asked for anew. */
  distrust(address: string): void {
    if (this.given && address.includes(this.given.address)) this.given = null;
    for (const [name, image] of this.held) if (image.src.endsWith(address)) this.held.delete(name);
  }

  /** Let go of every picture. */
  close(): void {
    this.given = null;
    this.held.clear();
  }

  private async address(): Promise<string> {
    if (!this.given || Date.parse(this.given.until) - RENEW_BEFORE_MS <= now()) {
      this.coming ??= this.ask().finally(() => {
        this.coming = null;
      });
      this.given = await this.coming;
    }
    return this.given.address;
  }
}

const sights = new Map<string, Sight>();

/** The one sight of an incident or a task, by its id; `ask` says how the right is asked for. */
export function sightOf(id: string, ask: () => Promise<Given>): Sight {
  const sight = sights.get(id) ?? new Sight(ask);
  sights.delete(id);
  sights.set(id, sight);
  for (const [oldest, one] of sights) {
    if (sights.size <= SIGHTS_MOST) break;
    one.close();
    sights.delete(oldest);
  }
  return sight;
}

/** Let go of all pictures and of the right to them: another person signs in. */
export function forgetSights(): void {
  for (const sight of sights.values()) sight.close();
  sights.clear();
}
