import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import * as z from 'zod';
import { AppStack } from '../../../infra/constructs/app-stack.ts';
import { BusinessTable } from '../../../infra/constructs/business-table.ts';
import { DeadLetterQueue } from '../../../infra/constructs/dead-letter-queue.ts';
import { ScheduledJob } from '../../../infra/constructs/job-runner.ts';
import { OutboxRelay } from '../../../infra/constructs/outbox-relay.ts';
import { ServiceApi } from '../../../infra/constructs/service-api.ts';
import { ServiceFunction } from '../../../infra/constructs/service-function.ts';
import { WorkerQueue } from '../../../infra/constructs/worker-queue.ts';
import { rateOf } from '../../../infra/local/schedules.ts';
import { MailStack } from '../../../infra/stacks/mail.ts';
import type { MetricName } from './metrics.ts';

/** Values that services send in one minute. */
export type Sent = readonly (readonly [MetricName, ...number[]])[];

/** What AWS sends for a resource on an ordinary day, and when something is wrong. */
export interface Scenario {
  readonly ordinary: (minute: number) => Sent;
  /** By what is wrong: what AWS sends in each minute since then. */
  readonly faults: Readonly<Record<string, (since: number) => Sent>>;
  /** Whether AWS may send nothing for hours, as at night, and nothing is wrong. */
  readonly maySleep: boolean;
  /** Minutes from the fault until the alarm must go off. */
  readonly within: number;
}

/** The scenario of one alarm of a kind of construct. */
export interface Case {
  readonly name: string;
  /** Returns the scenario for an alarm by its parent and id; undefined for every other alarm. */
  readonly scenarioOf: (parent: IConstruct, id: string) => Scenario | undefined;
}

function on<T extends IConstruct>(
  kind: abstract new (...args: never[]) => T,
  alarm: string,
  scenario: (parent: T) => Scenario,
): Case {
  const scenarioOf = (parent: IConstruct, id: string) =>
    parent instanceof kind && id === alarm ? scenario(parent) : undefined;
  return { name: `${kind.name}/${alarm}`, scenarioOf };
}

function metric(namespace: string, name: string, dimensions: Readonly<Record<string, unknown>>): MetricName {
  return { namespace, metric: name, dimensions };
}

/** Lambda sends these with an invocation, the age for streams only. A refusal sends `Throttles` alone. */
function lambdaMetrics({ functionName }: IFunction) {
  const dimensions = { FunctionName: functionName };
  const invocations = metric('AWS/Lambda', 'Invocations', dimensions);
  const errors = metric('AWS/Lambda', 'Errors', dimensions);
  const throttles = metric('AWS/Lambda', 'Throttles', dimensions);
  const age = metric('AWS/Lambda', 'IteratorAge', dimensions);
  const invoked = (failed: boolean): Sent => [
    [invocations, 1],
    [errors, failed ? 1 : 0],
    [throttles, 0],
  ];
  return {
    invoked: () => invoked(false),
    crashed: () => invoked(true),
    read: (ageMs: number, failed = false): Sent => [...invoked(failed), [age, ageMs]],
    refused: (): Sent => [[throttles, 4]],
  };
}

/** SQS sends both every minute while a queue has messages, and stops some hours after the last. */
function queueMetrics({ queueName }: IQueue) {
  const visible = metric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queueName });
  const age = metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: queueName });
  return (messages: number, seconds: number): Sent => [
    [visible, messages],
    [age, seconds],
  ];
}

/** DynamoDB sends these only for throttled events: of the table, and of each index apart. */
function throttleEvents(name: 'ReadThrottleEvents' | 'WriteThrottleEvents') {
  return ({ table }: BusinessTable): Scenario => {
    const { tableName } = table;
    const ofIndex = (index: string) =>
      metric('AWS/DynamoDB', name, { TableName: tableName, GlobalSecondaryIndexName: index });
    const ofTable = metric('AWS/DynamoDB', name, { TableName: tableName });
    const template = table.node.findAll().find((one) => one instanceof CfnGlobalTable);
    const indexSchema = z.array(z.object({ indexName: z.string() }));
    const indexes = indexSchema
      .parse(AppStack.around(table).resolve(template?.globalSecondaryIndexes))
      .map(({ indexName }): [string, MetricName] => [indexName, ofIndex(indexName)]);
    const [, ...others] = indexes.map(([, index]) => index);
    return {
      ordinary: (minute) => (minute % 40 === 0 ? [[ofTable, 2]] : []),
      faults: {
        'the table is throttled': () => [[ofTable, 2]],
        ...Object.fromEntries(indexes.map(([index, one]) => [`the index ${index} is throttled`, () => [[one, 2]]])),
        'the table and its indexes are throttled in turn': (since) => [[[ofTable, ...others][since % 4] ?? ofTable, 2]],
      },
      maySleep: true,
      within: 6,
    };
  };
}

/** CloudWatch Logs counts the lines that a filter matches, in which `message` is what a function wrote. */
function logMetric({ node, runs }: ScheduledJob) {
  const { namespace, metricName } = runs.metric();
  const pattern = node.findAll().find((one) => one instanceof CfnMetricFilter)?.filterPattern;
  const wanted = [...String(pattern).matchAll(/\(\$\.message\.(\w+) = "([^"]*)"\)/g)];
  if (`{ ${wanted.map(([term]) => term).join(' && ')} }` !== pattern) throw new Error(`cannot read ${pattern}`);
  return (line: Readonly<Record<string, string>>): Sent =>
    wanted.every(([, field = '', value]) => line[field] === value) ? [[metric(namespace, metricName, {}), 1]] : [];
}

/** API Gateway sends all of these with each request. */
function gatewayMetrics({ api }: ServiceApi) {
  const [failed, latency] = [
    metric('AWS/ApiGateway', '5xx', { ApiId: api.apiId }),
    metric('AWS/ApiGateway', 'Latency', { ApiId: api.apiId }),
  ];
  return (requests: readonly { ms: number; failed?: boolean }[]): Sent => [
    [failed, ...requests.map((one) => (one.failed ? 1 : 0))],
    [latency, ...requests.map(({ ms }) => ms)],
  ];
}

const requests = (count: number, ms: number, failed = false) => Array.from({ length: count }, () => ({ ms, failed }));

/** SES sends the rate of a configuration set while mail is sent with it. */
function reputation(name: string, ordinary: number, bad: number) {
  return (stack: MailStack): Scenario => {
    const set = stack.node.findAll().find((one) => one instanceof CfnConfigurationSet);
    const rate = metric('AWS/SES', name, { 'ses:configuration-set': set?.ref });
    const at = (minute: number, value: number): Sent => (minute % 15 === 0 ? [[rate, value]] : []);
    return {
      ordinary: (minute) => at(minute, ordinary),
      faults: { 'the rate is high': (since) => at(since, bad) },
      maySleep: true,
      within: 61,
    };
  };
}

/** Every kind of alarm, with the data that it is for. */
export const cases: readonly Case[] = [
  on(ServiceFunction, 'errors', (one) => {
    const { invoked, crashed } = lambdaMetrics(one);
    return {
      ordinary: invoked,
      faults: { 'it crashes once': (since) => (since === 0 ? crashed() : []) },
      maySleep: true,
      within: 1,
    };
  }),
  on(DeadLetterQueue, 'filled', (one) => {
    const holds = queueMetrics(one);
    return {
      ordinary: () => [],
      faults: { 'a message fails for the last time': (since) => holds(1, since * 60) },
      maySleep: true,
      within: 1,
    };
  }),
  on(WorkerQueue, 'late', ({ queue }) => {
    const holds = queueMetrics(queue);
    return {
      ordinary: () => holds(3, 20),
      faults: { 'its worker does not run': (since) => holds(since, since * 60) },
      maySleep: true,
      within: 20,
    };
  }),
  on(OutboxRelay, 'late', ({ relay }) => {
    const { read } = lambdaMetrics(relay);
    return {
      ordinary: () => read(700),
      faults: {
        'a queue refuses the events': (since) => read(since * 60_000),
        'it runs into its time limit': (since) => (since % 3 === 0 ? read(since * 60_000, true) : []),
      },
      maySleep: true,
      within: 20,
    };
  }),
  on(OutboxRelay, 'not-reading', ({ relay }) => {
    const mapping = relay.node.findAll().find((one) => one instanceof EventSourceMapping);
    const polled = metric('AWS/Lambda', 'PolledEventCount', { EventSourceMappingUUID: mapping?.eventSourceMappingId });
    return {
      // In the first hours nobody writes, and every poll is empty.
      ordinary: (minute) => [[polled, 0, 0, minute > 200 ? 5 : 0, 0]],
      faults: { 'the mapping is stopped': () => [] },
      maySleep: false,
      within: 16,
    };
  }),
  on(OutboxRelay, 'throttled', ({ relay }) => {
    const { read, refused } = lambdaMetrics(relay);
    return {
      ordinary: (minute) => (minute % 50 === 0 ? refused() : read(700)),
      faults: { 'no invocation of it is allowed': refused },
      maySleep: true,
      within: 16,
    };
  }),
  on(ScheduledJob, 'silent', (job) => {
    const schedule = job.node.findAll().find((one) => one instanceof CfnSchedule);
    const interval = (rateOf(schedule?.scheduleExpression ?? '') ?? Number.NaN) / 60_000;
    const logged = logMetric(job);
    return {
      ordinary: (minute) => (minute % interval === 0 ? logged({ message: 'job ran', job: job.node.id }) : []),
      faults: {
        'its schedule is disabled, or every run fails': () => [],
        'only other jobs of its function run': () => logged({ message: 'job ran', job: 'another' }),
      },
      maySleep: false,
      within: 5 * interval,
    };
  }),
  on(BusinessTable, 'reads-throttled', throttleEvents('ReadThrottleEvents')),
  on(BusinessTable, 'writes-throttled', throttleEvents('WriteThrottleEvents')),
  on(ServiceApi, 'failing', (api) => {
    const answers = gatewayMetrics(api);
    return {
      ordinary: (minute) => answers([...requests(20, 90), ...requests(1, 90, minute % 10 === 0)]),
      faults: { 'one request a minute fails': () => answers([...requests(19, 90), ...requests(1, 90, true)]) },
      maySleep: true,
      within: 5,
    };
  }),
  on(ServiceApi, 'slow', (api) => {
    const answers = gatewayMetrics(api);
    return {
      // One request a minute meets a cold start.
      ordinary: () => answers([...requests(30, 90), ...requests(1, 3_500)]),
      faults: { 'one request of ten is slow': () => answers([...requests(27, 90), ...requests(3, 3_500)]) },
      maySleep: true,
      within: 16,
    };
  }),
  on(MailStack, 'bounces', reputation('Reputation.BounceRate', 0.01, 0.06)),
  on(MailStack, 'complaints', reputation('Reputation.ComplaintRate', 0.000_2, 0.002)),
];
