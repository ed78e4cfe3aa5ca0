import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppStack } from '../../infra/constructs/app-stack.ts';
import { constructsOfType } from '../../infra/constructs/constructs-of-type.ts';
import { filled } from '../filled.ts';
import { cases, type Scenario, type Sent } from './alarms/cases.ts';
import { evaluate, evaluator, type State } from './alarms/evaluate.ts';
import { Metrics } from './alarms/metrics.ts';
import { composed, type Resource, resourcesIn } from './assembly.ts';

/** An alarm with its parent, its stack, and what its template says. */
interface Watched {
  alarm: Alarm;
  parent: IConstruct;
  stack: CloudFormationStackArtifact;
  name: string;
  resource: Resource;
}

let stacks: CloudFormationStackArtifact[];
let resources: Resource[];
let watched: Watched[];

beforeAll(async () => {
  const app = await composed('production');
  stacks = app.synth().stacks;
  resources = resourcesIn(stacks);
  watched = constructsOfType(app, Alarm).map((alarm) => {
    const ofStack = AppStack.around(alarm);
    const id: unknown = ofStack.resolve(alarm.alarmName).Ref;
    const stack = stacks.find((one) => one.id === ofStack.artifactId);
    const resource = resources.find((one) => one.id === id && one.stack === ofStack.artifactId);
    const parent = alarm.node.scope;
    if (!stack || !resource || !parent) throw new Error(`${alarm.node.path} is in no template`);
    return { alarm, parent, stack, resource, name: resource.Properties.AlarmName };
  });
});

/** Minutes of the simulated time: it is observed from `start` on, and the fault lasts from `from` to `to`. */
const time = { start: 180, from: 240, to: 360, end: 600 };

/** Returns the states of an alarm at each minute since `time.start`, when AWS sends what `sent` says. */
function statesOf({ alarm, resource }: Watched, sent: (minute: number) => Sent) {
  const stack = AppStack.around(alarm);
  const metrics = new Metrics();
  const next = evaluator(resource.Properties, stack, metrics);
  let state: State = 'INSUFFICIENT_DATA';
  const states: { minute: number; state: State }[] = [];
  for (let minute = 0; minute < time.end; minute += 1) {
    for (const [name, ...values] of sent(minute)) metrics.send(stack, name, minute, ...values);
    state = next(minute + 1, state);
    if (minute >= time.start) states.push({ minute, state });
  }
  return states;
}

const during = (fault: (since: number) => Sent, otherwise: (minute: number) => Sent) => (minute: number) =>
  minute >= time.from && minute < time.to ? fault(minute - time.from) : otherwise(minute);

/** Says what is wrong with an alarm in a scenario; nothing if it is right. */
function complaints(one: Watched, scenario: Scenario): string[] {
  const quiet = () => [];
  const backgrounds = { 'on an ordinary day': scenario.ordinary, ...(scenario.maySleep && { 'at night': quiet }) };
  return Object.entries(backgrounds).flatMap(([when, background]) => {
    const calm = statesOf(one, background);
    const wrong = calm.some(({ state }) => state !== 'OK') ? [`does not stay OK ${when}`] : [];
    for (const [what, fault] of Object.entries(scenario.faults)) {
      const states = statesOf(one, during(fault, background));
      const inTime = states.some(
        ({ minute, state }) => state === 'ALARM' && minute >= time.from && minute <= time.from + scenario.within,
      );
      if (!inTime) wrong.push(`does not go off in ${scenario.within} minutes when ${what} ${when}`);
      if (states.at(-1)?.state !== 'OK') wrong.push(`does not return to OK after ${what} ${when}`);
    }
    return wrong;
  });
}

const ofType = (type: string) => resources.filter(({ Type }) => Type === type);

test('every alarm has exactly one case', () => {
  expect(watched).toHaveLength(ofType('AWS::CloudWatch::Alarm').length);
  const without = filled(watched).filter(
    ({ alarm, parent }) => cases.filter((one) => one.scenarioOf(parent, alarm.node.id)).length !== 1,
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

test.each(cases)('$name goes off when it should and at no other time', ({ scenarioOf }) => {
  const ofKind = watched.flatMap((one) => {
    const scenario = scenarioOf(one.parent, one.alarm.node.id);
    return scenario ? [{ one, scenario }] : [];
  });
  const wrong = filled(ofKind).flatMap(({ one, scenario }) =>
    complaints(one, scenario).map((what) => `${one.name} ${what}`),
  );
  expect(wrong).toEqual([]);
});

test('every alarm is created after the rule and the topic that announce it', () => {
  const [rule] = filled(ofType('AWS::Events::Rule'));
  const channel = stacks.find(({ id }) => id === rule?.stack);
  const before = (stack: CloudFormationStackArtifact): string[] =>
    stack.dependencies.flatMap((one) => [one.id, ...stacks.filter(({ id }) => id === one.id).flatMap(before)]);
  const [here, elsewhere] = [
    watched.filter(({ stack }) => stack === channel),
    watched.filter(({ stack }) => stack !== channel),
  ];
  for (const stack of new Set(filled(elsewhere).map((one) => one.stack))) {
    expect(before(stack), stack.id).toContain(rule?.stack);
  }
  const parts = ['AWS::Events::Rule', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription'];
  const ids = parts.flatMap((type) =>
    ofType(type)
      .filter(({ stack }) => stack === rule?.stack)
      .map(({ id }) => id),
  );
  expect(ids).toHaveLength(parts.length);
  // The channel's own alarm is about what the channel could not deliver.
  for (const { name, resource } of here.filter(({ parent }) => !parent.node.path.includes('/alarms/'))) {
    expect(resource.DependsOn, name).toEqual(expect.arrayContaining(ids));
  }
});

test('the rule matches every alarm by its name', () => {
  for (const rule of filled(ofType('AWS::Events::Rule'))) {
    const [{ prefix }] = rule.Properties.EventPattern.detail.alarmName;
    expect(filled(watched).filter(({ name }) => !name.startsWith(prefix))).toEqual([]);
  }
});

describe('Metric math', () => {
  const values = new Map([
    ['a', 3],
    ['b', undefined],
  ]);
  test('has no sum when a metric is silent, unless it is filled', () => {
    expect(evaluate('a + b', values)).toBeUndefined();
    expect(evaluate('FILL(a, 0) + FILL(b, 0)', values)).toBe(3);
  });

  test('with a function that the evaluator does not know is an error', () => {
    expect(() => evaluate('MAX(a)', values)).toThrow('does not know MAX(a)');
  });
});
