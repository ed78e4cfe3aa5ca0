import type { Node } from 'constructs';

/** The issuer of tokens: a user pool of our own stack, or an issuer that the company already has. */
type SignIn =
  /** `threatProtection` judges each sign-in by device and place, for 0.02 USD a user and month. */
  { kind: 'pool'; threatProtection: boolean } | { kind: 'issuer'; issuer: string; audience: readonly string[] };

/** How mail leaves: through SES, or through the company's message gateway where AWS has no SES. */
export type Mail =
  | { readonly kind: 'ses'; readonly domain: string; readonly from: string }
  /** Until there is such a gateway, staff call the households instead. */
  | { readonly kind: 'gateway' };

/** What can be protected from deletion: the stacks that keep data, each table, and the sign-in pool. */
export const protectable = [
  ...(['data-stack', 'mail-stack', 'api-stack'] as const),
  ...(['owners-table', 'tickets-table', 'handovers-table', 'ledger-table'] as const),
  'sign-in-pool',
] as const;
export type Protectable = (typeof protectable)[number];

/** Returns what of it a stage has: no mail stack without SES, and no pool beside an issuer of the company. */
export function protectableIn({ mail, signIn }: Stage): readonly Protectable[] {
  return protectable.filter((what) => {
    if (what === 'mail-stack') return mail.kind === 'ses';
    return what !== 'sign-in-pool' || signIn.kind === 'pool';
  });
}

interface Limit {
  readonly rate: number;
  readonly burst: number;
}

/** The settings of a stage. Everything else is the same in all stages. */
export interface Stage {
  readonly name: string;
  /** `aws-cn` are the regions in mainland China. They lack what infra/china.ts lists. */
  readonly partition: 'aws' | 'aws-cn';
  /** True when destroying the stacks also destroys the data. In all other stages data outlives its stack. */
  readonly throwAway: boolean;
  /**
   * Names of what is protected from deletion. Add a name only after the deployment that created the resource:
   * protection blocks the rollback of a failed creation. `npm run check-protection` lists the missing names.
   */
  readonly deletionProtected: readonly Protectable[];
  readonly logRetentionDays: 7 | 30 | 180 | 365;
  /**
   * Whether the workers that dispatch repairs and send mail keep some of the account's concurrent executions
   * for themselves. AWS refuses that in a new account, which has ten: ask for 1,000 first.
   */
  readonly reservesConcurrency: boolean;
  /**
   * Requests per second to the API, and the burst. Each public route has less of its own. Together they get
   * at most half, so that a flood without tokens does not keep out those who sign in.
   */
  readonly throttling: Limit & { readonly publicRoute: Limit };
  readonly mail: Mail;
  readonly signIn: SignIn;
  /**
   * Staff ids of those who administer the whole company without an entry in the register. Somebody has to
   * enter the first staff. Empty the list when administrators are registered.
   */
  readonly firstAdministrators: readonly string[];
  /** Origins of the web clients. */
  readonly allowedOrigins: readonly string[];
  /** E-mail address for alarms; undefined in a stage that nobody watches. */
  readonly alarmsTo: string | undefined;
  /**
   * Host names of the API; without one it has only the gateway's own. Links in letters name the first.
   * Keep the others as long as a letter names them, up to three years.
   */
  readonly domains: readonly string[];
}

const demo: Stage = {
  name: 'demo',
  partition: 'aws',
  throwAway: true,
  deletionProtected: [],
  logRetentionDays: 7,
  reservesConcurrency: false,
  throttling: { rate: 100, burst: 200, publicRoute: { rate: 4, burst: 8 } },
  mail: { kind: 'ses', domain: 'demo.anju.example', from: 'service@demo.anju.example' },
  signIn: { kind: 'pool', threatProtection: false },
  firstAdministrators: ['head-office'],
  allowedOrigins: ['http://localhost:5173', 'http://127.0.0.1:5173'],
  alarmsTo: undefined,
  domains: [],
};

const staging: Stage = {
  name: 'staging',
  partition: 'aws',
  throwAway: false,
  deletionProtected: [],
  logRetentionDays: 30,
  reservesConcurrency: false,
  throttling: { rate: 100, burst: 200, publicRoute: { rate: 4, burst: 8 } },
  mail: { kind: 'ses', domain: 'staging.anju.example', from: 'service@staging.anju.example' },
  signIn: { kind: 'pool', threatProtection: true },
  firstAdministrators: ['head-office'],
  allowedOrigins: ['https://app.staging.anju.example'],
  alarmsTo: 'operations@anju.example',
  domains: [],
};

const production: Stage = {
  name: 'production',
  partition: 'aws',
  throwAway: false,
  deletionProtected: [],
  logRetentionDays: 180,
  reservesConcurrency: true,
  throttling: { rate: 500, burst: 1_000, publicRoute: { rate: 20, burst: 40 } },
  mail: { kind: 'ses', domain: 'anju.example', from: 'service@anju.example' },
  signIn: { kind: 'pool', threatProtection: true },
  firstAdministrators: ['head-office'],
  allowedOrigins: ['https://app.anju.example'],
  alarmsTo: 'operations@anju.example',
  domains: ['api.anju.example'],
};

const china: Stage = {
  name: 'china',
  partition: 'aws-cn',
  throwAway: false,
  deletionProtected: [],
  // Article 21 of the Cybersecurity Law asks for six months, which may have 184 days.
  logRetentionDays: 365,
  reservesConcurrency: true,
  throttling: { rate: 500, burst: 1_000, publicRoute: { rate: 20, burst: 40 } },
  mail: { kind: 'gateway' },
  signIn: { kind: 'issuer', issuer: 'https://sign-in.anju.example', audience: ['anju'] },
  firstAdministrators: ['head-office'],
  allowedOrigins: ['https://app.anju.example'],
  alarmsTo: 'operations@anju.example',
  domains: ['api.anju.example'],
};

export const stages: readonly Stage[] = [demo, staging, production, china];

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
