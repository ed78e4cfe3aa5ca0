/** A limit of AWS that the stacks could meet. */
export interface Quota {
  /** What AWS counts. */
  name: string;
  /** The value in a new account. Sizes are in bytes. */
  value: number;
  /** Whether AWS raises it on request. */
  adjustable: boolean;
  /** The page of AWS that states it. */
  source: string;
  /** Whether the value was compared with a page of AWS. Look up the others before you rely on them. */
  confirmed: boolean;
}

const httpApiPage = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html';
const stackPage = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const lambdaPage = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const iamPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const tablePage = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html';
const watchPage = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const queryPage = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html';
const eventPage = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html';

function quota(name: string, value: number, adjustable: boolean, source: string, confirmed: boolean): Quota {
  return { name, value, adjustable, source, confirmed };
}

/**
 * Lists the quotas that templates can show (CloudWatch has none for alarms). A test fails when a stage uses
 * more than 80 % of one.
 * The size of a function's bundle has a budget of its own, far below the 250 MB of Lambda.
 */
export const quotas = {
  // AWS raises it only for an API that exists, so a first deployment cannot exceed it.
  routes: quota('Routes per API', 300, true, httpApiPage, true),
  integrations: quota('Integrations per API', 300, false, httpApiPage, true),
  authorizers: quota('Authorizers per API', 10, true, httpApiPage, true),
  resources: quota('Resources of a stack', 500, false, stackPage, false),
  outputs: quota('Outputs of a stack', 200, false, stackPage, false),
  templateSize: quota('Size of a template in a bucket', 1_000_000, false, stackPage, false),
  environment: quota('Environment of a function', 4_096, false, lambdaPage, true),
  roles: quota('Roles of an account', 1_000, true, iamPage, false),
  inlinePolicies: quota('Inline policies of a role, without white space', 10_240, false, iamPage, false),
  indexes: quota('Global secondary indexes of a table', 20, true, tablePage, true),
  streamReaders: quota('Readers of a shard of a stream', 2, false, tablePage, true),
  widgets: quota('Widgets of a dashboard', 500, false, watchPage, true),
  logGroups: quota('Log groups of a query', 50, false, queryPage, false),
  rules: quota('Rules of an event bus', 300, true, eventPage, false),
  targets: quota('Targets of a rule', 5, false, eventPage, false),
};
