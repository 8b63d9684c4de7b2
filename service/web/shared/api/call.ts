// One typed way to ask the service: path, query, body and answer as the contract has them.
import type { paths } from "../generated/openapi";
import { Refused, readProblem, Unreachable } from "./problem";
import { renew, send, token } from "./session";

// Refusals of doors that ask for a code: 401 as well, but not of the session.
const OF_CODES: ReadonlySet<string> = new Set(["identity.wrong_code", "identity.sign_in_over"]);

type Method = "get" | "post" | "put" | "patch" | "delete";
type Doors<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object } ? P : never;
}[keyof paths];

type Json<R> = R extends { content: { "application/json": infer T } } ? T : undefined;
type AnswerOf<O> = O extends { responses: infer R }
  ? R extends { 200: infer A }
    ? Json<A>
    : R extends { 201: infer A }
      ? Json<A>
      : undefined
  : never;
type Part<O, K extends "path" | "query"> = O extends { parameters: { [k in K]: infer V } }
  ? { [k in K]: V }
  : O extends { parameters: { [k in K]?: infer V } }
    ? { [k in K]?: V }
    : object;
type BodyOf<O> = O extends { requestBody: { content: { "application/json": infer B } } }
  ? { body: B }
  : object;
// Door by door: of all at once the compiler would work out every mixture of one's path, another's
// query and a third's body.
type Asked<O> = O extends unknown ? Part<O, "path"> & Part<O, "query"> & BodyOf<O> : never;
type Loose = { path?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

/** Ask for something as the contract has it. Raises Refused, Unreachable. */
export async function call<M extends Method, P extends Doors<M>>(
  method: M,
  door: P,
  asked: Asked<paths[P][M]>,
): Promise<AnswerOf<paths[P][M]>> {
  const loose = asked as Loose;
  const init: RequestInit = { method: method.toUpperCase() };
  if (loose.body !== undefined) init.body = JSON.stringify(loose.body);
  const answer = await sendSigned(address(door, loose), init);
  if (answer.status === 204) return undefined as AnswerOf<paths[P][M]>;
  return whole(answer.json() as Promise<AnswerOf<paths[P][M]>>);
}

/** Put a file in place; it goes as what it is. Raises Refused, Unreachable. */
export async function sendFile<T>(path: string, file: Blob): Promise<T> {
  const answer = await sendSigned(path, { method: "PUT", body: file });
  return whole(answer.json() as Promise<T>);
}

/** A file or a picture that only this account may see. Raises Refused, Unreachable. */
export async function readFile(path: string): Promise<Blob> {
  return whole((await sendSigned(path, { method: "GET" })).blob());
}

/** A file that is asked for by more than its address, with what its head says. */
export async function fetchFile(
  path: string,
  body: object | null,
): Promise<{ blob: Blob; headers: Headers }> {
  const init: RequestInit = { method: "POST" };
  if (body !== null) init.body = JSON.stringify(body);
  const answer = await sendSigned(path, init);
  return { blob: await whole(answer.blob()), headers: answer.headers };
}

/** A body that breaks off on its way is no answer. */
async function whole<T>(body: Promise<T>): Promise<T> {
  try {
    return await body;
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

function address(door: string, asked: Loose): string {
  const path = door.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(asked.path?.[name] ?? ""),
  );
  const given = Object.entries(asked.query ?? {}).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return query.size ? `${path}?${query}` : path;
}

/** Send with the access token; one that is not taken any more is renewed once. */
async function sendSigned(path: string, init: RequestInit): Promise<Response> {
  let answer = await send(path, signed(init, await token()));
  if (answer.status === 401) {
    const problem = await readProblem(answer);
    if (OF_CODES.has(problem.code)) throw new Refused(answer.status, problem);
    await renew();
    answer = await send(path, signed(init, await token()));
  }
  if (!answer.ok) throw new Refused(answer.status, await readProblem(answer));
  return answer;
}

function signed(init: RequestInit, access: string): RequestInit {
  const headers: Record<string, string> = { Authorization: `Bearer ${access}` };
  if (init.body) {
    headers["Content-Type"] = init.body instanceof Blob ? init.body.type : "application/json";
  }
  return { ...init, headers };
}
