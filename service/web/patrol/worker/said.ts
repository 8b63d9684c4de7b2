// What the page and its worker say to each other, and what both remember.

/** Where the worker stands, and for what it answers. */
export const WORKER = "/patrol/worker.js";
export const SCOPE = "/patrol";

/** The pushes that have come: a repeated one rings no second time. */
export interface Heard {
  attempts: string[];
  /** The highest version of each task, the newest last. */
  newest: [task_id: string, version: number][];
}

/** What a worker tells its pages. */
export type Told =
  | { tell: "pushed"; trial: boolean }
  | { tell: "answered"; phone_id: string; task_id: string; move: Answer };

/** What one side asks the other; a page answers "calm" on the port that comes with it. */
export type Asked = { ask: "take_over" } | { ask: "calm" };

export type Answer = "accept" | "decline";

/** What the worker needs to know while no page is open. */
export interface Memory {
  phone_id: string;
  words: {
    title: string;
    body: string;
    trial: string;
    accept: string;
    decline: string;
    unsent: string;
    late: string;
    answered: string;
  };
}

/** How the notification of a task is named: a later ring takes the place of an earlier one. */
export const tagOf = (task_id: string) => `ring-${task_id}`;
