// Bulletins of missing children: what is shown now, and what a dispatcher does about it.
import { signal } from "@preact/signals";
import { call, readFile, sendFile } from "../../shared/api/call";
import type { Bulletin, BulletinEnding, NewBulletin } from "../../shared/api/forms";
import { Refused } from "../../shared/api/problem";
import { Book } from "../../shared/book";
import type { LiveEvent } from "../../shared/generated/live";
import { tell, tellProblem } from "../../shared/ui/toast";
import { words } from "../../shared/words";

export const bulletins = new Book<Bulletin>((one) => one.bulletin_id);
export const bulletinsStage = signal<"waiting" | "ready" | "failed">("waiting");

/** Read what is shown now. */
export async function loadBulletins(): Promise<void> {
  if (bulletinsStage.value !== "ready") bulletinsStage.value = "waiting";
  const mark = bulletins.mark();
  try {
    bulletins.merge(await call("get", "/v1/bulletins", {}), mark);
    bulletinsStage.value = "ready";
  } catch {
    if (bulletinsStage.value !== "ready") bulletinsStage.value = "failed";
  }
}

/** Keep what is known true. */
export function hearBulletin(event: LiveEvent): void {
  if (event.topic === "bulletin.issued") bulletins.put(event.body);
  else if (event.topic === "bulletin.ended") bulletins.drop(event.body.bulletin_id);
}

/** Nothing of the last dispatcher stays on this screen. */
export function forgetBulletins(): void {
  bulletins.merge([], bulletins.mark());
  bulletinsStage.value = "waiting";
}

/** Show a child on the screens of an area. Raises what the service refuses. */
export async function issueBulletin(body: NewBulletin, portrait: File | null): Promise<void> {
  const issued = await call("post", "/v1/bulletins", { body });
  bulletins.put(issued);
  tell(words.value.bulletin.issued);
  // The words are out, whatever becomes of the picture: it can be added to them.
  if (portrait) await givePortrait(issued.bulletin_id, portrait);
}

/** Add a picture, or put another in its place. */
export async function givePortrait(bulletin_id: string, portrait: File): Promise<void> {
  try {
    bulletins.put(await sendFile<Bulletin>(`/v1/bulletins/${bulletin_id}/portrait`, portrait));
    tell(words.value.bulletin.pictured);
  } catch (error) {
    dropEnded(bulletin_id, error);
    tellProblem(error);
  }
}

/** A picture of a child; that it is looked at is on record. Null where it cannot be shown. */
export async function lookAt(bulletin_id: string): Promise<Blob | null> {
  try {
    return await readFile(`/v1/bulletins/${bulletin_id}/portrait`);
  } catch (error) {
    tellProblem(error);
    return null;
  }
}

/** Take a bulletin off every screen. */
export async function withdraw(bulletin: Bulletin, ending: BulletinEnding): Promise<void> {
  try {
    const path = { bulletin_id: bulletin.bulletin_id };
    await call("post", "/v1/bulletins/{bulletin_id}/withdraw", { path, body: { ending } });
    bulletins.drop(bulletin.bulletin_id);
    tell(words.value.bulletin.withdrawn);
  } catch (error) {
    dropEnded(bulletin.bulletin_id, error);
    tellProblem(error);
  }
}

function dropEnded(bulletin_id: string, error: unknown): void {
  if (error instanceof Refused && error.problem.code === "bulletin.ended") {
    bulletins.drop(bulletin_id);
  }
}
