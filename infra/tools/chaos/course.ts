import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type Answer, ApiClient, type Caller, codeOf, type Send } from '../../api-client/api-client.ts';
import type { Records } from './records.ts';

/** How long a client goes on repeating a request: longer than any outage that the run makes. */
const patienceMs = 900_000;

/** A client that repeats a request under its key until it has an answer that is no server error. */
export class PatientClient extends ApiClient {
  /** Requests without a final answer; the clock moves only when there are none. */
  #open = 0;
  #isHeld = false;

  override async send(method: string, path: string, send: Send = {}): Promise<Answer> {
    while (this.#isHeld) await wait(50);
    this.#open += 1;
    try {
      for (const until = Date.now() + patienceMs; ; await wait(500)) {
        const answer = await super.send(method, path, send);
        if (answer.status < 500 || Date.now() > until) return answer;
      }
    } finally {
      this.#open -= 1;
    }
  }

  /**
   * Does `work` while no request is open: a client repeats its requests within minutes, so the clock must not
   * jump over the life of an idempotency key meanwhile. Gives up after some time, because a request may wait
   * for an engine that is down. Returns false then.
   */
  async betweenRequests(work: () => Promise<void>, forMs: number): Promise<boolean> {
    this.#isHeld = true;
    try {
      for (const until = Date.now() + forMs; this.#open > 0; await wait(50)) if (Date.now() > until) return false;
      await work();
      return true;
    } finally {
      this.#isHeld = false;
    }
  }
}

/** A POST that was acknowledged, to be sent again at the end. */
interface Acknowledged {
  readonly path: string;
  readonly send: Send;
  readonly answer: Answer;
  /** When it was acknowledged, by the clock of the backend. */
  readonly at: Date;
}

/** What was promised by an acknowledgement. The check returns what is wrong, or undefined. */
interface Promised {
  readonly by: string;
  readonly check: (records: Records) => Promise<string | undefined>;
}

/** Error of a flow: a request was refused that should have succeeded. */
class Refused extends Error {}

/** Everything that the load has caused, what the backend acknowledged, and what was wrong. */
export class Register {
  readonly client: PatientClient;
  readonly acknowledged: Acknowledged[] = [];
  readonly promised: Promised[] = [];
  readonly wrong: string[] = [];
  readonly counts = new Map<string, number>();
  /** Returns the time of the backend's clock. */
  readonly now: () => Date;

  constructor(client: PatientClient, now: () => Date) {
    this.client = client;
    this.now = now;
  }

  readonly count = (what: string): void => {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  };
}

/** One run of a flow, such as a ticket from its opening to its end. */
export class Course {
  readonly name: string;
  readonly register: Register;
  readonly random: () => number;
  /** True once the load has ended; what waits for people, such as an answer to a survey, is then given up. */
  readonly isOver: () => boolean;
  #nth = 0;

  constructor(of: Pick<Course, 'name' | 'register' | 'random' | 'isOver'>) {
    this.name = of.name;
    this.register = of.register;
    this.random = of.random;
    this.isOver = of.isOver;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /**
   * Posts and returns the body of the success. Some phones die after sending: they send a second time under
   * the same key at once, and both must get the same answer.
   */
  async post<T extends z.ZodType>(schema: T, as: Caller, path: string, body: object): Promise<z.output<T>> {
    this.#nth += 1;
    const { register } = this;
    const send = { as, body, key: `${this.name}-${this.#nth}` };
    const again = this.chance(0.08) ? register.client.send('POST', path, send) : undefined;
    const answer = await register.client.send('POST', path, send);
    if (answer.status >= 300) {
      throw new Refused(
        `${path} under ${send.key}: ${answer.status} ${codeOf(answer.body)} ${JSON.stringify(answer.body)}`,
      );
    }
    register.acknowledged.push({ path, send, answer, at: register.now() });
    register.count('acknowledged posts');
    const second = await again;
    if (second) register.count('posts sent twice at once');
    if (second && !isDeepStrictEqual(second.body, answer.body)) {
      register.wrong.push(
        `doubled: ${path} under ${send.key} has two answers: ${JSON.stringify([answer.body, second.body])}`,
      );
    }
    return schema.parse(answer.body);
  }

  get<T extends z.ZodType>(schema: T, as: Caller, path: string): Promise<z.output<T>> {
    return this.register.client.must(schema, 'GET', path, { as });
  }

  /** Waits for what the backend does in the background. @throws Error after a quarter of an hour. */
  async until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    const began = Date.now();
    for (let pause = 200; ; pause = Math.min(3_000, pause * 1.5)) {
      const found = await look();
      if (found) return found;
      if (Date.now() - began > patienceMs) throw new Error(`waited in vain for ${what}`);
      await wait(pause);
    }
  }

  /** Keeps what must be true at the end because it was acknowledged. */
  promise(check: (records: Records) => string | undefined | Promise<string | undefined>): void {
    this.register.promised.push({ by: this.name, check: async (records) => check(records) });
  }
}

/** Does what a flow says; a refusal is one of the things that are wrong at the end. */
export async function go(course: Course, kind: string, flow: (course: Course) => Promise<void>): Promise<void> {
  const { register } = course;
  try {
    await flow(course);
    register.count(`${kind}: done`);
  } catch (error) {
    register.count(`${kind}: broken off`);
    const isSchema = error instanceof z.ZodError;
    const what = isSchema ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    register.wrong.push(`${course.name} was broken off: ${what}`);
  }
}
