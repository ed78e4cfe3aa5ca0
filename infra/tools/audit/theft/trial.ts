import * as z from 'zod';
import { type Answer, type ApiClient, type Caller, codeOf } from '../../../api-client/api-client.ts';

/** The fields of answers that later steps need. */
const answerSchema = z.looseObject({
  paymentId: z.string().optional(),
  depositId: z.string().optional(),
  receiptId: z.string().optional(),
  requestId: z.string().optional(),
  correctionId: z.string().optional(),
  waiverId: z.string().optional(),
  countId: z.string().optional(),
  waiting: z.looseObject({ changeId: z.string() }).optional(),
  status: z.string().optional(),
});
export type Answered = z.output<typeof answerSchema>;

/** What stands still during a trial: the estate and its honest people. */
export interface Scene {
  readonly client: ApiClient;
  readonly estateId: string;
  readonly honestCashier: Caller;
  readonly manager: Caller;
  readonly auditor: Caller;
  readonly administrator: Caller;
  readonly feeItemId: string;
}

/** A line that the bank or a channel really has. */
export interface TrueLine {
  readonly account: string;
  readonly reference: string;
  readonly fen: number;
}

/**
 * One trial: a dishonest person with an estate's real roles, a payer who is honest and one who belongs to the
 * thief, and where the money really is. The model knows what the backend cannot know.
 */
export class Trial {
  readonly scene: Scene;
  readonly name: string;
  readonly thief: Caller;
  /** Approves what the thief requests; the thief when there is one dishonest person only. */
  readonly second: Caller;
  /** The honest payer and their bill. */
  readonly payerId: string;
  /** The payer who belongs to the thief, with a bill of the same amount. */
  readonly friendId: string;
  billId = '';
  friendBillId = '';
  paymentId = '';
  depositId = '';
  receiptId = '';
  /** Cash and debts that the thief has gained, fen. */
  inHandFen = 0;
  /** The cash that really lies in the thief's drawer, fen. */
  drawerFen = 0;
  /** What the honest payer handed over and believes to be theirs, fen. */
  handedFen = 0;
  readonly lines: TrueLine[] = [];
  /** Steps that took effect, and those that were refused with their code. */
  readonly steps: string[] = [];
  isAddressTheirs = true;
  #nth = 0;

  constructor(of: Pick<Trial, 'scene' | 'name' | 'thief' | 'second' | 'payerId' | 'friendId'>) {
    this.scene = of.scene;
    this.name = of.name;
    this.thief = of.thief;
    this.second = of.second;
    this.payerId = of.payerId;
    this.friendId = of.friendId;
  }

  get drawer(): string {
    return `assets:cash:${this.thief.sub}`;
  }

  /** The desk at which honest payments are made: the thief's when they may take money. */
  get atDesk(): Caller {
    return this.thief.roles.some((role) => ['cashier', 'manager'].includes(role))
      ? this.thief
      : this.scene.honestCashier;
  }

  reference(what: string): string {
    this.#nth += 1;
    return `${what}-${this.name}-${this.#nth}`;
  }

  async #send(method: string, as: Caller, path: string, body: object, ifMatch?: number): Promise<Answer> {
    this.#nth += 1;
    const key = method === 'POST' ? { key: `${this.name}-key-${this.#nth}` } : {};
    return this.scene.client.send(method, path, { as, body, ...key, ...(ifMatch !== undefined && { ifMatch }) });
  }

  /** An honest act before the theft. @throws Error when it is refused. */
  async honest(as: Caller, path: string, body: object): Promise<Answered> {
    const answer = await this.#send('POST', as, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answerSchema.parse(answer.body);
  }

  /** A step of the thief or their helper. Returns undefined and notes the code when it is refused. */
  async step(what: string, as: Caller, path: string, body: object = {}, method = 'POST', ifMatch?: number) {
    const answer = await this.#send(method, as, path, body, ifMatch);
    const isDone = answer.status < 300;
    this.steps.push(isDone ? what : `(${what}: refused, ${codeOf(answer.body) || answer.status})`);
    return isDone ? answerSchema.parse(answer.body) : undefined;
  }

  /** Reads as the auditor, who sees everything of money. */
  read<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
    return this.scene.client.must(schema, 'GET', path, { as: this.scene.auditor });
  }
}
