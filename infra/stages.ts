import type { Node } from 'constructs';

/** Who signs the tokens: a user pool of our own stack, or an issuer that the company already has. */
type SignIn = { kind: 'pool' } | { kind: 'issuer'; issuer: string; audience: readonly string[] };

/** What can be protected from deletion: the stacks that keep data, each table, and the pool of sign-in. */
export const protectable = [
  ...(['data-stack', 'mail-stack', 'api-stack'] as const),
  ...(['owners-table', 'tickets-table', 'handovers-table', 'ledger-table'] as const),
  'sign-in-pool',
] as const;
export type Protectable = (typeof protectable)[number];

/** Everything in which one stage differs from another. What is not here is the same everywhere. */
export interface Stage {
  readonly name: string;
  /** Throw-away: destroying the stacks destroys the data. Anywhere else data outlives its stack. */
  readonly throwAway: boolean;
  /**
   * What is protected from deletion. A name is added after the first deployment that created the thing has succeeded:
   * protection blocks the rollback of a creation that fails. `npm run check-protection` says which names are missing.
   */
  readonly deletionProtected: readonly Protectable[];
  readonly logRetentionDays: 7 | 30 | 180;
  /** Requests a second to the whole API, and what may come at once. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  readonly mail: { readonly domain: string; readonly from: string };
  readonly signIn: SignIn;
  /** Origins of the web clients. */
  readonly allowedOrigins: readonly string[];
  /** Who is told of alarms; none in a stage that nobody watches. */
  readonly alarmsTo: string | undefined;
  /** Address that links in e-mails start with; the API's own when there is no domain for it. */
  readonly linkBaseUrl: string | undefined;
}

const demo: Stage = {
  name: 'demo',
  throwAway: true,
  deletionProtected: [],
  logRetentionDays: 7,
  throttling: { rate: 50, burst: 100 },
  mail: { domain: 'demo.anju.example', from: 'service@demo.anju.example' },
  signIn: { kind: 'pool' },
  allowedOrigins: ['http://localhost:5173', 'http://127.0.0.1:5173'],
  alarmsTo: undefined,
  linkBaseUrl: undefined,
};

const staging: Stage = {
  name: 'staging',
  throwAway: false,
  deletionProtected: [],
  logRetentionDays: 30,
  throttling: { rate: 100, burst: 200 },
  mail: { domain: 'staging.anju.example', from: 'service@staging.anju.example' },
  signIn: { kind: 'pool' },
  allowedOrigins: ['https://app.staging.anju.example'],
  alarmsTo: 'operations@anju.example',
  linkBaseUrl: undefined,
};

const production: Stage = {
  name: 'production',
  throwAway: false,
  deletionProtected: [],
  logRetentionDays: 180,
  throttling: { rate: 500, burst: 1_000 },
  mail: { domain: 'anju.example', from: 'service@anju.example' },
  signIn: { kind: 'pool' },
  allowedOrigins: ['https://app.anju.example'],
  alarmsTo: 'operations@anju.example',
  linkBaseUrl: undefined,
};

export const stages: readonly Stage[] = [demo, staging, production];

/** The stage that the context names (`cdk deploy -c stage=staging`), `demo` when it names none. */
export function chosenStage(node: Node): Stage {
  const name: unknown = node.tryGetContext('stage') ?? demo.name;
  const stage = stages.find((one) => one.name === name);
  if (!stage) throw new Error(`no stage ${String(name)}: one of ${stages.map((one) => one.name).join(', ')}`);
  return stage;
}
