import type { Node } from 'constructs';

/** The issuer of tokens: a user pool of our own stack, or an issuer that the company already has. */
type SignIn = { kind: 'pool' } | { kind: 'issuer'; issuer: string; audience: readonly string[] };

/** What can be protected from deletion: the stacks that keep data, each table, and the sign-in pool. */
export const protectable = [
  ...(['data-stack', 'mail-stack', 'api-stack'] as const),
  ...(['owners-table', 'tickets-table', 'handovers-table', 'ledger-table'] as const),
  'sign-in-pool',
] as const;
export type Protectable = (typeof protectable)[number];

/** The settings of a stage. Everything else is the same in all stages. */
export interface Stage {
  readonly name: string;
  /** True when destroying the stacks also destroys the data. In all other stages data outlives its stack. */
  readonly throwAway: boolean;
  /**
   * Names of what is protected from deletion. Add a name only after the deployment that created the resource:
   * protection blocks the rollback of a failed creation. `npm run check-protection` lists the missing names.
   */
  readonly deletionProtected: readonly Protectable[];
  readonly logRetentionDays: 7 | 30 | 180;
  /**
   * Whether the workers that dispatch repairs and send mail keep some of the account's concurrent executions
   * for themselves. AWS refuses that in a new account, which has ten: ask for 1,000 first.
   */
  readonly reservesConcurrency: boolean;
  /** Requests per second to the whole API, and the burst. */
  readonly throttling: { readonly rate: number; readonly burst: number };
  readonly mail: { readonly domain: string; readonly from: string };
  readonly signIn: SignIn;
  /** Origins of the web clients. */
  readonly allowedOrigins: readonly string[];
  /** E-mail address for alarms; undefined in a stage that nobody watches. */
  readonly alarmsTo: string | undefined;
  /** Base URL of links in e-mails; the API's own URL when undefined. */
  readonly linkBaseUrl: string | undefined;
}

const demo: Stage = {
  name: 'demo',
  throwAway: true,
  deletionProtected: [],
  logRetentionDays: 7,
  reservesConcurrency: false,
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
  reservesConcurrency: false,
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
  reservesConcurrency: true,
  throttling: { rate: 500, burst: 1_000 },
  mail: { domain: 'anju.example', from: 'service@anju.example' },
  signIn: { kind: 'pool' },
  allowedOrigins: ['https://app.anju.example'],
  alarmsTo: 'operations@anju.example',
  linkBaseUrl: undefined,
};

export const stages: readonly Stage[] = [demo, staging, production];

/**
 * Returns the stage of the CDK context (`cdk deploy -c stage=staging`); `demo` by default.
 * @throws Error if unknown.
 */
export function chosenStage(node: Node): Stage {
  const name: unknown = node.tryGetContext('stage') ?? demo.name;
  const stage = stages.find((one) => one.name === name);
  if (!stage)
    throw new Error(`There is no stage ${String(name)}. Choose one of ${stages.map((one) => one.name).join(', ')}`);
  return stage;
}
