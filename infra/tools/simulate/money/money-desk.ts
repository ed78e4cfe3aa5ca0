import * as z from 'zod';
import { type Answer, type ApiClient, type Caller, codeOf, type Send } from '../../../api-client/api-client.ts';

/** The fields of answers that later operations need. */
const answerSchema = z.looseObject({
  paymentId: z.string().optional(),
  depositId: z.string().optional(),
  receiptId: z.string().optional(),
  requestId: z.string().optional(),
  correctionId: z.string().optional(),
  waiverId: z.string().optional(),
  countId: z.string().optional(),
  handoverId: z.string().optional(),
  fileId: z.string().optional(),
  payeeId: z.string().optional(),
  payOutId: z.string().optional(),
  differenceFen: z.number().optional(),
  fen: z.number().optional(),
  version: z.number().optional(),
});
export type Answered = z.output<typeof answerSchema>;

/** A person who lives in the estate and pays. */
export interface Payer {
  readonly payerId: string;
  readonly unitId: string;
  readonly meterId?: string | undefined;
}

/** An estate with its staff, payers and published bills. */
export interface MoneyEstate {
  readonly estateId: string;
  readonly cashiers: readonly Caller[];
  /** Requests and records beside the cashiers. */
  readonly manager: Caller;
  /** Approves what the cashiers and the manager request. */
  readonly approver: Caller;
  readonly administrator: Caller;
  readonly desk: Caller;
  readonly auditor: Caller;
  readonly payers: readonly Payer[];
  readonly feeItemId: string;
  /** The months that were billed, as `2026-01`. */
  readonly months: readonly string[];
}

/** What the operations of a run answered: by operation, and the codes of refusals. */
export class Tally {
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  readonly failed: string[] = [];

  add(operation: string, { status, body }: Answer): void {
    const counts = status < 300 ? this.done : this.refused;
    const key = status < 300 ? operation : `${operation} ${codeOf(body) || status}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (status >= 500) this.failed.push(`${operation}: ${status} ${JSON.stringify(body)}`);
  }

  /** How often operations succeeded, and how often they were refused. */
  get sums(): { done: number; refused: number } {
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((all, one) => all + one, 0);
    return { done: sum(this.done), refused: sum(this.refused) };
  }
}

/** Signs the body of a payment that a channel reports. */
export type SignReported = (channel: string, body: object) => Readonly<Record<string, string>>;

/** One sequence of operations at one estate, with its own random numbers and what it has recorded. */
export class Desk {
  readonly estate: MoneyEstate;
  readonly payer: Payer;
  readonly payments: { paymentId: string; fen: number; by: Caller; way: object }[] = [];
  readonly deposits: { depositId: string; fen: number; by: Caller; way: object }[] = [];
  readonly receiptIds: string[] = [];
  readonly payeeIds: string[] = [];
  readonly writtenOff: string[] = [];
  readonly signReported: SignReported;
  readonly #client: ApiClient;
  readonly #tally: Tally;
  readonly #random: () => number;
  readonly #name: string;
  #nth = 0;

  constructor(of: {
    client: ApiClient;
    tally: Tally;
    estate: MoneyEstate;
    random: () => number;
    name: string;
    signReported: SignReported;
  }) {
    this.#client = of.client;
    this.#tally = of.tally;
    this.#random = of.random;
    this.#name = of.name;
    this.estate = of.estate;
    this.signReported = of.signReported;
    this.payer = this.oneOf(of.estate.payers);
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  oneOf<T>(all: readonly T[]): T {
    const found = all[this.below(all.length)];
    if (found === undefined) throw new Error('There is nothing to choose from.');
    return found;
  }

  maybeOneOf<T>(all: readonly T[]): T | undefined {
    return all[this.below(Math.max(1, all.length))];
  }

  /** A number that nothing else of the run has. */
  reference(what: string): string {
    this.#nth += 1;
    return `${what}-${this.#name}-${this.#nth}`;
  }

  /** Performs an operation. Returns its answer, or undefined when it was refused. */
  async post(
    operation: string,
    as: Caller | undefined,
    path: string,
    body: object = {},
    more: Send = {},
  ): Promise<Answered | undefined> {
    this.#nth += 1;
    const send = { ...(as && { as }), body, key: `${this.#name}-key-${this.#nth}`, ...more };
    const answer = await this.#client.send('POST', path, send);
    this.#tally.add(operation, answer);
    return answer.status < 300 ? answerSchema.parse(answer.body) : undefined;
  }

  get<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
    return this.#client.must(schema, 'GET', path, { as: this.estate.auditor });
  }
}
