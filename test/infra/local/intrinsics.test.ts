import { describe, expect, it } from 'vitest';
import type { Assembly, Resource, Stack } from '../../../infra/local/assembly.ts';
import { resolver } from '../../../infra/local/intrinsics.ts';

function stackCalled(name: string, resources: readonly string[], outputs: Record<string, unknown> = {}): Stack {
  const exported = Object.entries(outputs).map(([id, Value]) => [id, { Value, Export: { Name: `${name}:${id}` } }]);
  const template = { Resources: {}, Outputs: Object.fromEntries(exported), Parameters: { stage: { Default: 'demo' } } };
  const stack: Stack = { name, template, resources: new Map() };
  for (const logicalId of resources) {
    const resource: Resource = { stack, logicalId, type: 'AWS::SQS::Queue', path: logicalId, properties: {} };
    stack.resources.set(logicalId, resource);
  }
  return stack;
}

const data = stackCalled('data', ['table'], { arn: { 'Fn::GetAtt': ['table', 'Arn'] } });
const app = stackCalled('app', ['queue']);
const assembly: Assembly = { stacks: [data, app], assets: new Map() };
const resolve = resolver(assembly, {
  region: 'r1',
  account: '0',
  ref: ({ logicalId }) => `name-of-${logicalId}`,
  attribute: ({ logicalId }, name) => `${name}-of-${logicalId}`,
  dynamic: (reference) => `value of ${reference}`,
  localise: (text) => text.replace('https://aws', 'http://local'),
});
const inApp = (value: unknown) => resolve(app, value);

describe('The values of a template', () => {
  it('name resources, parameters and the region', () => {
    expect(inApp({ Ref: 'queue' })).toBe('name-of-queue');
    expect(inApp({ Ref: 'stage' })).toBe('demo');
    expect(inApp({ Ref: 'AWS::Region' })).toBe('r1');
    expect(inApp({ 'Fn::GetAtt': ['queue', 'Arn'] })).toBe('Arn-of-queue');
    expect(inApp({ 'Fn::GetAtt': 'queue.Arn' })).toBe('Arn-of-queue');
  });

  it('are joined, split and selected', () => {
    expect(inApp({ 'Fn::Join': ['/', ['a', { Ref: 'queue' }]] })).toBe('a/name-of-queue');
    const place = (name: string) => `\${${name}}`;
    const pattern = ['AWS::Region', 'queue', 'queue.Arn', 'own', '!literal'].map(place).join(' ');
    expect(inApp({ 'Fn::Sub': [pattern, { own: 'x' }] })).toBe(`r1 name-of-queue Arn-of-queue x ${place('literal')}`);
    expect(inApp({ 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'queue' }] }] })).toBe('of');
  });

  it('include exports of other stacks', () => {
    expect(inApp({ 'Fn::ImportValue': 'data:arn' })).toBe('Arn-of-table');
    expect(() => inApp({ 'Fn::ImportValue': 'data:other' })).toThrow(/no stack exports data:other/);
  });

  it('contain the local secrets and addresses', () => {
    const joined = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'queue' }, '}}']] };
    expect(inApp(joined)).toBe('value of secretsmanager:name-of-queue');
    expect(inApp('https://aws/pool')).toBe('http://local/pool');
  });

  it('omit AWS::NoValue at any depth', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(inApp({ a: [1, nothing], b: nothing, c: { d: nothing } })).toEqual({ a: [1], c: {} });
  });

  it('are refused with an unknown function or name', () => {
    expect(() => inApp({ 'Fn::Cidr': ['10.0.0.0/16', 2] })).toThrow(/Fn::Cidr is not supported/);
    expect(() => inApp({ Ref: 'nobody' })).toThrow(/Ref to unknown nobody/);
  });
});
