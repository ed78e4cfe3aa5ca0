import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Route } from '../../shared/http/route.ts';
import type { TableName } from '../../shared/store/entity.ts';
import type { Access } from '../constructs/access.ts';
import type { BusinessTable } from '../constructs/business-table.ts';
import type { ScheduledJobProps } from '../constructs/scheduled-job.ts';
import type { ServiceFunctionProps } from '../constructs/service-function.ts';
import type { UploadsBucket } from '../constructs/uploads-bucket.ts';
import type { WorkerQueueProps } from '../constructs/worker-queue.ts';

/** What the resources has that a function may be given access to. */
export interface SharedResources {
  readonly tables: Readonly<Record<TableName, BusinessTable>>;
  readonly uploads: UploadsBucket;
  /** Send mail: `MAIL_FROM`, `MAIL_CONFIGURATION_SET`. */
  readonly mail: Access;
  /** Sign and read links: `LINK_SECRET`, `LINK_BASE_URL`. */
  readonly links: Access;
  /** Check what payment channels sign: `GATEWAY_SECRET`. */
  readonly gateways: Access;
  /** What SES tells of the mails that were sent. */
  readonly mailFeedback: Topic;
}

/** The one HTTP function of a context. */
export type ContextApi = Omit<ServiceFunctionProps, 'entry' | 'monitoring' | 'deadLetters'> & {
  /** What it means for people when it crashes. */
  readonly impact: string;
};
type Worker = Omit<WorkerQueueProps, 'entry'>;
type Job = Omit<ScheduledJobProps, 'entry'>;

/**
 * How a context runs: its routes and functions with the access that each needs. Entry points follow from the names:
 * `functions/<family>/<context>/<context>-api.lambda.ts`, `<consumer>.lambda.ts`, `<job>.lambda.ts`.
 */
export interface Context {
  readonly name: string;
  /** The folder of related contexts that it belongs to. `notices`, which writes to people for all of them, has none. */
  readonly family?: 'register' | 'service' | 'homes' | 'money';
  readonly routes: readonly Route[];
  readonly api: (resources: SharedResources) => ContextApi;
  readonly workers?: (resources: SharedResources) => readonly Worker[];
  readonly jobs?: (resources: SharedResources) => readonly Job[];
}

/** Returns the path of an entry point of a context, without `.lambda.ts`. */
export function entryOf({ name, family }: Pick<Context, 'name' | 'family'>, entry: string): string {
  return ['functions', ...(family ? [family] : []), name, entry].join('/');
}
