import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Route } from '../../shared/http/route.ts';
import type { TableName } from '../../shared/store/entity.ts';
import type { Access } from '../constructs/access.ts';
import type { BusinessTable } from '../constructs/business-table.ts';
import type { JobProps } from '../constructs/job-runner.ts';
import type { ServiceFunctionProps } from '../constructs/service-function.ts';
import type { UploadsBucket } from '../constructs/uploads-bucket.ts';
import type { WorkerQueueProps } from '../constructs/worker-queue.ts';

/** The resources of other stacks to which `access` of a context can give a function access. */
export interface SharedResources {
  readonly tables: Readonly<Record<TableName, BusinessTable>>;
  readonly uploads: UploadsBucket;
  /** Access to send mail: `MAIL_FROM`, `MAIL_CONFIGURATION_SET`; in a stage without SES only `MAIL_KIND`. */
  readonly mail: Access;
  /** Access to sign and read links: `LINK_SECRET`, `LINK_BASE_URL`. */
  readonly links: Access;
  /** Access to sign and read the cursors of lists: `CURSOR_SECRET`. */
  readonly cursors: Access;
  /** Access to check the signatures of payment channels: `GATEWAY_SECRET`. */
  readonly gateways: Access;
  /** The topic with the delivery reports of SES; undefined in a stage without SES. */
  readonly mailFeedback: Topic | undefined;
}

/** The one HTTP function of a context. */
export type ContextApi = Omit<ServiceFunctionProps, 'entry' | 'monitoring' | 'deadLetters'> & {
  /** The effect on people when the function crashes: one sentence. */
  readonly impact: string;
};
type Worker = Omit<WorkerQueueProps, 'entry'>;

/**
 * Deployment of a context: its routes, and its functions with the access that each needs.
 * Names give the entry points: `functions/<family>/<context>/<context>-api.lambda.ts` and
 * `<consumer>.lambda.ts`. The jobs of a family share one: `functions/<family>/jobs.lambda.ts`.
 */
export interface Context {
  readonly name: string;
  /** What it is for, in one sentence: the description of its tag in the API. */
  readonly summary: string;
  /** The folder of related contexts. `notices`, which writes to people for all of them, has none. */
  readonly family?: 'register' | 'service' | 'homes' | 'money';
  readonly routes: readonly Route[];
  readonly api: (resources: SharedResources) => ContextApi;
  readonly workers?: (resources: SharedResources) => readonly Worker[];
  readonly jobs?: (resources: SharedResources) => readonly JobProps[];
}

/** Returns the path of an entry point of a context, without `.lambda.ts`. */
export function entryOf({ name, family }: Pick<Context, 'name' | 'family'>, entry: string): string {
  return ['functions', ...(family ? [family] : []), name, entry].join('/');
}
