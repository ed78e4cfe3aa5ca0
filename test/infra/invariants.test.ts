import { readFileSync } from 'node:fs';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { quotas } from '../../infra/quotas.ts';
import { stages } from '../../infra/stages.ts';
import { mostMessages } from '../../shared/events/consumer.ts';
import { filled } from '../filled.ts';
import { composed, type Resource, resourcesIn } from './assembly.ts';

/**
 * Returns a value of the greatest length.
 * Values known only at deployment count as a queue URL, the longest kind.
 */
function longest(value: unknown): string {
  if (typeof value === 'string') return value;
  const join: unknown = Object(value)['Fn::Join'];
  if (!Array.isArray(join)) return 'x'.repeat('https://sqs.cn-northwest-1.amazonaws.com.cn/123456789012/'.length + 80);
  const [separator, parts] = join;
  return parts.map(longest).join(separator);
}

/** Returns a template's value with everything known only at deployment at its greatest length. */
function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => key === 'Ref' || key.startsWith('Fn::'))) return longest(value);
  return Object.fromEntries(entries.map(([key, one]) => [key, deployed(one)]));
}

/** Returns the size in bytes of a function's environment. */
function environmentSize(one: Resource): number {
  const settings = Object.entries<unknown>(one.Properties.Environment?.Variables ?? {});
  return settings.reduce((sum, [name, value]) => sum + name.length + longest(value).length, 0);
}

/** Returns the widgets of a dashboard. */
function widgetsOf(dashboard: Resource): { properties: { query?: string } }[] {
  return JSON.parse(longest(dashboard.Properties.DashboardBody)).widgets;
}

/** Returns how many items the largest group has. */
function largestGroup<T>(items: readonly T[], keyOf: (item: T) => unknown): number {
  return Math.max(...[...Map.groupBy(items, keyOf).values()].map(({ length }) => length));
}

describe.each(stages.map((stage) => stage))('In the $name stage', (stage) => {
  let stacks: CloudFormationStackArtifact[];
  let all: Resource[];
  const of = (type: string) => all.filter((resource) => resource.Type === type);
  /** Returns our functions. The only other one is the CDK's, which empties a throw-away bucket. */
  const functionsOfOurs = () => of('AWS::Lambda::Function').filter(({ id }) => !id.startsWith('CustomS3AutoDelete'));
  const refersTo = (value: unknown, { id }: Resource) => JSON.stringify(value ?? '').includes(`"${id}"`);
  beforeAll(async () => {
    stacks = (await composed(stage.name)).synth().stacks;
    all = resourcesIn(stacks);
  });

  /** Says how much of each quota the stage uses: of its largest stack, function, role and so on. */
  const uses: Record<keyof typeof quotas, () => number> = {
    routes: () => of('AWS::ApiGatewayV2::Route').length,
    integrations: () => of('AWS::ApiGatewayV2::Integration').length,
    authorizers: () => of('AWS::ApiGatewayV2::Authorizer').length,
    resources: () => largestGroup(all, ({ stack }) => stack),
    outputs: () => Math.max(...stacks.map(({ template }) => Object.keys(template.Outputs ?? {}).length)),
    templateSize: () => Math.max(...stacks.map(({ templateFullPath }) => readFileSync(templateFullPath).length)),
    environment: () => Math.max(...of('AWS::Lambda::Function').map(environmentSize)),
    roles: () => of('AWS::IAM::Role').length,
    inlinePolicies: () => {
      const policies = Map.groupBy(of('AWS::IAM::Policy'), ({ Properties }) => JSON.stringify(Properties.Roles));
      const documents = [...policies.values()].map((ofRole) => ofRole.map((one) => one.Properties.PolicyDocument));
      return Math.max(...documents.map((ofRole) => JSON.stringify(deployed(ofRole)).length));
    },
    indexes: () =>
      Math.max(...of('AWS::DynamoDB::GlobalTable').map((one) => one.Properties.GlobalSecondaryIndexes?.length ?? 0)),
    streamReaders: () =>
      largestGroup(
        of('AWS::Lambda::EventSourceMapping').filter(({ Properties }) => Properties.StartingPosition),
        ({ Properties }) => JSON.stringify(Properties.EventSourceArn),
      ),
    widgets: () => Math.max(...of('AWS::CloudWatch::Dashboard').map((one) => widgetsOf(one).length)),
    logGroups: () => {
      const queries = of('AWS::CloudWatch::Dashboard')
        .flatMap(widgetsOf)
        .map((one) => one.properties.query ?? '');
      return Math.max(...queries.map((query) => query.split('SOURCE ').length - 1));
    },
    rules: () => of('AWS::Events::Rule').length,
    targets: () => Math.max(...of('AWS::Events::Rule').map((rule) => rule.Properties.Targets.length)),
  };

  test('at most 80 % of every quota of AWS is used', () => {
    const used = Object.entries(uses).map(([key, use]) => ({ key, used: use() }));
    for (const one of filled(used)) expect(one.used, one.key).toBeGreaterThan(0);
    const values = new Map(Object.entries(quotas).map(([key, { value }]) => [key, value]));
    expect(used.filter((one) => one.used > 0.8 * (values.get(one.key) ?? 0))).toEqual([]);
  });

  test('no setting of a function has a name that Lambda reserves', () => {
    for (const one of filled(functionsOfOurs())) {
      for (const name of Object.keys(one.Properties.Environment.Variables)) {
        expect(name, one.id).not.toMatch(/^(AWS|LAMBDA)_|^_/);
      }
    }
  });

  test('every queue has dead letters and an alarm on its age, or holds dead letters and has an alarm on its messages', () => {
    for (const queue of filled(of('AWS::SQS::Queue'))) {
      const alarms = of('AWS::CloudWatch::Alarm').filter((alarm) => refersTo(alarm.Properties.Metrics, queue));
      const watched = alarms.flatMap((alarm) =>
        alarm.Properties.Metrics.map(
          (one: { MetricStat?: { Metric: { MetricName: string } } }) => one.MetricStat?.Metric.MetricName,
        ),
      );
      if (queue.Properties.RedrivePolicy) {
        expect(queue.Properties.RedrivePolicy.maxReceiveCount).toBe(5);
        expect(watched, queue.id).toContain('ApproximateAgeOfOldestMessage');
      } else {
        expect(queue.Properties.MessageRetentionPeriod, queue.id).toBe(14 * 86_400);
        expect(watched, queue.id).toContain('ApproximateNumberOfMessagesVisible');
      }
    }
  });

  test('a message does not return while its batch is processed, which has no more messages than its worker handles at once', () => {
    const queueOf = (mapping: Resource) =>
      of('AWS::SQS::Queue').filter((one) => refersTo(mapping.Properties.EventSourceArn, one));
    const ofQueues = of('AWS::Lambda::EventSourceMapping').flatMap((mapping) =>
      queueOf(mapping).map((queue) => ({ mapping, queue })),
    );
    for (const { mapping, queue } of filled(ofQueues)) {
      const worker = of('AWS::Lambda::Function').find((one) => refersTo(mapping.Properties.FunctionName, one));
      expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker?.Properties.Timeout);
      expect(mapping.Properties.BatchSize).toBeLessThanOrEqual(mostMessages);
      expect(mapping.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  test('urgent workers keep as many executions as their queue uses, in a stage that reserves some', () => {
    const reserved = of('AWS::Lambda::Function').filter((one) => one.Properties.ReservedConcurrentExecutions);
    expect(reserved.length).toBe(stage.reservesConcurrency ? 3 : 0);
    for (const one of reserved) {
      const mapping = of('AWS::Lambda::EventSourceMapping').find(({ Properties }) =>
        refersTo(Properties.FunctionName, one),
      );
      expect(one.Properties.ReservedConcurrentExecutions).toBe(mapping?.Properties.ScalingConfig.MaximumConcurrency);
    }
  });

  test('no schedule exists before its role may call the function', () => {
    const policies = of('AWS::IAM::Policy').map(({ id }) => id);
    for (const schedule of filled(of('AWS::Scheduler::Schedule'))) {
      expect(
        schedule.DependsOn?.some((id) => policies.includes(id)),
        schedule.id,
      ).toBe(true);
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

  test('the bucket outlives its stack, except in a throw-away stage, where it is emptied and deleted', () => {
    const buckets = filled(of('AWS::S3::Bucket'));
    for (const bucket of buckets)
      expect(bucket.DeletionPolicy).toBe(stage.throwAway ? 'Delete' : 'RetainExceptOnCreate');
    const emptied = of('Custom::S3AutoDeleteObjects').map(({ Properties }) => Properties.BucketName);
    expect(emptied).toEqual(stage.throwAway ? buckets.map(({ id }) => ({ Ref: id })) : []);
    expect(stage.throwAway).toBe(stage.name === 'demo');
    const others = of('AWS::Lambda::Function').length - functionsOfOurs().length;
    expect(others).toBe(stage.throwAway ? 1 : 0);
  });

  test('every function has its own role, keeps its log as long as the stage says, and runs on Node 24', () => {
    const functions = functionsOfOurs();
    const roles = functions.map((one) => JSON.stringify(one.Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    for (const one of functions) {
      expect(one.Properties.Runtime).toBe('nodejs24.x');
      expect(one.Properties.Architectures).toEqual(['arm64']);
      const log = of('AWS::Logs::LogGroup').find((group) => refersTo(one.Properties.LoggingConfig, group));
      expect(log?.Properties.RetentionInDays, one.id).toBe(stage.logRetentionDays);
    }
  });

  test('no permission has a wildcard action, and only tracing and the list of SES have a wildcard resource', () => {
    for (const policy of filled(of('AWS::IAM::Policy'))) {
      for (const statement of policy.Properties.PolicyDocument.Statement) {
        const actions = [statement.Action].flat();
        for (const action of actions) expect(action, policy.id).not.toMatch(/\*/);
        if (statement.Resource === '*') {
          const known = ['ses:DeleteSuppressedDestination', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
          expect(known).toEqual(expect.arrayContaining(actions));
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

  test('a function reaches the files of its own context only', () => {
    const statements = of('AWS::IAM::Policy').flatMap((policy) => policy.Properties.PolicyDocument.Statement);
    const ofFiles = statements.filter(({ Action }) => [Action].flat().includes('s3:GetObject'));
    expect(ofFiles.length).toBeGreaterThan(1);
    for (const { Resource } of ofFiles) {
      const prefixes = [Resource].flat().map((one) => /\/([a-z/]+)\/\*/.exec(JSON.stringify(one))?.[1] ?? 'everything');
      const contexts = new Set(prefixes.map((prefix) => prefix.replace(/^incoming\//, '')));
      expect([...contexts]).toHaveLength(1);
      expect(['handovers', 'imports', 'journals', 'openings', 'reports', 'tickets']).toContain([...contexts][0]);
    }
  });

  test('the user pool gives tokens to our own clients only and to no redirect address', () => {
    const clients = of('AWS::Cognito::UserPoolClient');
    expect(clients).toHaveLength(stage.signIn.kind === 'pool' ? 1 : 0);
    for (const { Properties } of clients) {
      expect(Properties.AllowedOAuthFlowsUserPoolClient ?? false).toBe(false);
      expect(Properties.CallbackURLs).toBeUndefined();
    }
  });

  test('the user pool judges sign-ins, except in a throw-away stage', () => {
    const tiers = of('AWS::Cognito::UserPool').map(({ Properties }) => [
      Properties.UserPoolTier,
      Properties.UserPoolAddOns?.AdvancedSecurityMode,
    ]);
    const isJudged = stage.signIn.kind === 'pool' && !stage.throwAway;
    if (isJudged) expect(tiers).toEqual([['PLUS', 'ENFORCED']]);
    expect(of('AWS::Cognito::UserPoolRiskConfigurationAttachment')).toHaveLength(isJudged ? 1 : 0);
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
    for (const path of others) expect(path).toMatch(/^\/p\/[a-z-]+\/|^\/v1\/(openapi\.json|errors)$|^\/callbacks\//);
  });

  test('every public route has a limit of its own, and exists before the stage that sets it', () => {
    const [gate, ...others] = of('AWS::ApiGatewayV2::Stage');
    expect(others).toEqual([]);
    const open = of('AWS::ApiGatewayV2::Route').filter(
      ({ Properties }) => Properties.AuthorizationType === 'NONE' && !Properties.RouteKey.startsWith('OPTIONS '),
    );
    const settings = gate?.Properties.RouteSettings;
    expect(Object.keys(settings).sort()).toEqual(open.map(({ Properties }) => Properties.RouteKey).sort());
    // In one stack a new route is created before the stage, and one that goes is deleted after it.
    for (const route of filled(open)) {
      expect(route.stack, route.id).toBe(gate?.stack);
      expect(gate?.DependsOn, route.id).toContain(route.id);
    }
  });

  test('all public routes together leave half of the requests to those who sign in', () => {
    const [gate] = of('AWS::ApiGatewayV2::Stage');
    const { RouteSettings, DefaultRouteSettings } = gate?.Properties ?? {};
    for (const limit of ['ThrottlingRateLimit', 'ThrottlingBurstLimit']) {
      const ofRoutes: number[] = Object.values<Record<string, number>>(RouteSettings).map((one) => one[limit] ?? NaN);
      for (const one of filled(ofRoutes)) expect(one).toBeGreaterThan(0);
      const together = ofRoutes.reduce((sum, one) => sum + one, 0);
      expect(together, limit).toBeLessThanOrEqual(DefaultRouteSettings[limit] / 2);
    }
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
