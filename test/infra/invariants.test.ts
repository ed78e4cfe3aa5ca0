import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { filled } from '../filled.ts';
import { type Resource, resourcesOf } from './assembly.ts';

/**
 * Returns a value of the greatest length.
 * Values known only at deployment count as a queue URL, the longest kind.
 */
function longest(value: unknown): string {
  if (typeof value === 'string') return value;
  const join: unknown = Object(value)['Fn::Join'];
  if (!Array.isArray(join)) return 'x'.repeat('https://sqs.ap-southeast-1.amazonaws.com/123456789012/'.length + 80);
  const [separator, parts] = join;
  return parts.map(longest).join(separator);
}

/** AWS quotas of a new account. The quota of routes can be raised only for an existing API. */
const defaultQuotas = { routesOfAnApi: 300, resourcesOfAStack: 500 };

describe.each(stages.map((stage) => stage))('In the $name stage', (stage) => {
  let all: Resource[];
  const of = (type: string) => all.filter((resource) => resource.Type === type);
  const refersTo = (value: unknown, { id }: Resource) => JSON.stringify(value ?? '').includes(`"${id}"`);
  beforeAll(async () => {
    all = await resourcesOf(stage.name);
  });

  test('the environment of every function fits into the four kilobytes that Lambda allows', () => {
    for (const one of filled(of('AWS::Lambda::Function'))) {
      const settings = Object.entries<unknown>(one.Properties.Environment.Variables);
      for (const [name] of settings) expect(name).not.toMatch(/^(AWS|LAMBDA)_|^_/);
      const bytes = settings.reduce((sum, [name, value]) => sum + name.length + longest(value).length, 0);
      expect(bytes, one.id).toBeLessThan(4_096);
    }
  });

  test('every queue has dead letters and an alarm on its age, or holds dead letters and has an alarm on its messages', () => {
    for (const queue of filled(of('AWS::SQS::Queue'))) {
      const alarms = of('AWS::CloudWatch::Alarm').filter((alarm) => refersTo(alarm.Properties.Dimensions, queue));
      const watched = alarms.map((alarm) => alarm.Properties.MetricName);
      if (queue.Properties.RedrivePolicy) {
        expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
        expect(watched, queue.id).toContain('ApproximateAgeOfOldestMessage');
      } else {
        expect(queue.Properties.MessageRetentionPeriod, queue.id).toBe(14 * 86_400);
        expect(watched, queue.id).toContain('ApproximateNumberOfMessagesVisible');
      }
    }
  });

  test('a message does not return while its batch is processed', () => {
    const queueOf = (mapping: Resource) =>
      of('AWS::SQS::Queue').filter((one) => refersTo(mapping.Properties.EventSourceArn, one));
    const ofQueues = of('AWS::Lambda::EventSourceMapping').flatMap((mapping) =>
      queueOf(mapping).map((queue) => ({ mapping, queue })),
    );
    for (const { mapping, queue } of filled(ofQueues)) {
      const worker = of('AWS::Lambda::Function').find((one) => refersTo(mapping.Properties.FunctionName, one));
      expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker?.Properties.Timeout);
      expect(mapping.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  test('every table can be restored to any second, has a stream, and outlives its stack except in a throw-away stage', () => {
    expect(of('AWS::DynamoDB::GlobalTable').length).toBeGreaterThan(1);
    for (const table of of('AWS::DynamoDB::GlobalTable')) {
      const [replica] = table.Properties.Replicas;
      expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
      expect(table.Properties.StreamSpecification.StreamViewType).toBe('NEW_IMAGE');
      expect(table.DeletionPolicy).toBe(stage.throwAway ? 'Delete' : 'RetainExceptOnCreate');
    }
  });

  test('every function has its own role, keeps its log as long as the stage says, and runs on Node 24', () => {
    const functions = of('AWS::Lambda::Function');
    const roles = functions.map((one) => JSON.stringify(one.Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    for (const one of functions) {
      expect(one.Properties.Runtime).toBe('nodejs24.x');
      expect(one.Properties.Architectures).toEqual(['arm64']);
      const log = of('AWS::Logs::LogGroup').find((group) => refersTo(one.Properties.LoggingConfig, group));
      expect(log?.Properties.RetentionInDays, one.id).toBe(stage.logRetentionDays);
    }
  });

  test('no permission has a wildcard action, and only tracing has a wildcard resource', () => {
    for (const policy of filled(of('AWS::IAM::Policy'))) {
      for (const statement of policy.Properties.PolicyDocument.Statement) {
        const actions = [statement.Action].flat();
        for (const action of actions) expect(action, policy.id).not.toMatch(/\*/);
        if (statement.Resource === '*') {
          expect(actions.sort()).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
        }
      }
    }
  });

  test('every role that reads files may list the bucket, because S3 otherwise answers 403 for a missing file', () => {
    const actionsOf = (policy: Resource) =>
      policy.Properties.PolicyDocument.Statement.flatMap(
        (statement: { Action: string | string[] }) => statement.Action,
      );
    const readers = of('AWS::IAM::Policy').filter((policy) => actionsOf(policy).includes('s3:GetObject'));
    expect(readers.length).toBeGreaterThan(1);
    for (const reader of readers) expect(actionsOf(reader), reader.id).toContain('s3:ListBucket');
  });

  test('the user pool gives tokens to our own clients only and to no redirect address', () => {
    for (const { Properties } of filled(of('AWS::Cognito::UserPoolClient'))) {
      expect(Properties.AllowedOAuthFlowsUserPoolClient ?? false).toBe(false);
      expect(Properties.CallbackURLs).toBeUndefined();
    }
  });

  test('every route needs a token, except those of public operations and the OPTIONS of a closed ANY route', () => {
    const routes = of('AWS::ApiGatewayV2::Route');
    const keys = (type: string) =>
      routes.filter((one) => one.Properties.AuthorizationType === type).map((one) => one.Properties.RouteKey);
    const [closed, open] = [keys('JWT'), keys('NONE')];
    expect(closed.length + open.length).toBe(routes.length);
    expect(closed.length).toBeGreaterThan(20);
    const preflights = open.filter((key) => key.startsWith('OPTIONS '));
    const any = closed.filter((key) => key.startsWith('ANY '));
    expect(preflights).toEqual(any.map((key) => key.replace('ANY ', 'OPTIONS ')));
    // The others are links in mails, the OpenAPI document with its problem codes, and payment channels, which
    // sign their reports.
    const others = open.filter((key) => !key.startsWith('OPTIONS ')).map((key) => key.split(' ')[1]);
    expect(others.length).toBeGreaterThan(5);
    for (const path of others) expect(path).toMatch(/^\/p\/[a-z]+\/|^\/v1\/(openapi\.json|errors)$|^\/callbacks\//);
  });

  test('the routes of the API leave a fifth of their quota free, because a first deployment cannot exceed it', () => {
    const routes = of('AWS::ApiGatewayV2::Route');
    expect(routes.length).toBeGreaterThan(0);
    expect(routes.length).toBeLessThanOrEqual(0.8 * defaultQuotas.routesOfAnApi);
  });

  test("every stack leaves a tenth of CloudFormation's resource quota free", () => {
    const sizes = [...Map.groupBy(all, ({ stack }) => stack)].map(([stack, { length }]) => ({ stack, length }));
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.filter(({ length }) => length > 0.9 * defaultQuotas.resourcesOfAStack)).toEqual([]);
  });

  test('every alarm states its impact and an existing heading of the runbook', () => {
    const headings = new Set(
      [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
        heading.toLowerCase().replaceAll(' ', '-'),
      ),
    );
    expect(of('AWS::CloudWatch::Alarm').length).toBeGreaterThan(10);
    for (const { Properties } of of('AWS::CloudWatch::Alarm')) {
      const [, impact, heading = ''] =
        /^(.+\.) Runbook: docs\/runbook\.md#(.+)$/.exec(Properties.AlarmDescription) ?? [];
      expect(impact, Properties.AlarmName).toBeTruthy();
      expect(headings, Properties.AlarmName).toContain(heading);
    }
  });

  test('no two alarms have the same name', () => {
    const names = of('AWS::CloudWatch::Alarm').map((alarm) => alarm.Properties.AlarmName);
    expect(new Set(names).size).toBe(names.length);
  });
});
