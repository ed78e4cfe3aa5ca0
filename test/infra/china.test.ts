import { beforeAll, describe, expect, test } from 'vitest';
import { chinaHas, chinaLacks, chinaPrincipals } from '../../infra/china.ts';
import { filled } from '../filled.ts';
import { composed, type Resource, resourcesIn } from './assembly.ts';

interface Text {
  /** Names of the properties above a text, outermost first. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Returns every text in a template, with its path. */
function textsIn(value: unknown, path: readonly string[] = []): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...path, name]));
}

const principals: readonly string[] = chinaPrincipals.names.map((name) => `${name}.amazonaws.com`);
/** Returns whether a text is the name of a service in a policy or a permission. */
function isPrincipal({ path, text }: Text): boolean {
  return path.some((name) => name === 'Principal') && principals.includes(text);
}

const isPropertyLacking = ({ Type, Properties }: Resource) =>
  chinaLacks.some(({ type, property, values }) => {
    if (property === undefined || Type !== type) return false;
    const value: unknown = Properties[property];
    return value !== undefined && (!values || values.some((one) => JSON.stringify(value).includes(`"${one}"`)));
  });
const isTypeLacking = ({ Type }: Resource) =>
  chinaLacks.some(({ type, property }) => property === undefined && Type.startsWith(type));

describe('The stage in mainland China', () => {
  let templates: Record<string, unknown>[];
  let all: Resource[];
  beforeAll(async () => {
    const { stacks } = (await composed('china')).synth();
    templates = stacks.map(({ template }) => template);
    all = resourcesIn(stacks);
  });

  test('uses exactly the resource types that its list names with a page of AWS', () => {
    expect([...new Set(all.map(({ Type }) => Type))].sort()).toEqual(Object.keys(chinaHas).sort());
    for (const { url } of Object.values(chinaHas)) expect(url).toMatch(/^https:\/\/docs\.amazonaws\.cn\//);
  });

  test('has no resource and no property that the partition lacks', () => {
    expect(all.filter(isTypeLacking).map(({ Type }) => Type)).toEqual([]);
    expect(all.filter(isPropertyLacking).map(({ id }) => id)).toEqual([]);
  });

  test('names no ARN and no host of another partition', () => {
    const texts = templates.flatMap((template) => textsIn(template));
    expect(texts.filter(({ text }) => /arn:aws:|arn:aws-cn:/.test(text))).toEqual([]);
    const hosts = texts.filter(({ text }) => /amazonaws\.com/.test(text));
    for (const one of filled(hosts)) expect(isPrincipal(one), `${one.path.join('.')}: ${one.text}`).toBe(true);
  });

  test('tells functions that there is no mail service, and how to address files there', () => {
    const settings = (name: string) =>
      all.flatMap((one) => {
        const value: unknown = one.Properties.Environment?.Variables?.[name];
        return one.Type === 'AWS::Lambda::Function' && value !== undefined ? [value] : [];
      });
    expect(new Set(filled(settings('MAIL_KIND')))).toEqual(new Set(['gateway']));
    expect(settings('MAIL_FROM')).toEqual([]);
    for (const address of filled(settings('UPLOADS_ADDRESS'))) {
      expect(JSON.stringify(address)).toContain('{"Ref":"AWS::URLSuffix"}');
    }
  });
});

test('The list of what mainland China lacks finds what other stages use', async () => {
  const all = resourcesIn((await composed('production')).synth().stacks);
  const lacking = (of: (one: Resource) => boolean) => [...new Set(all.filter(of).map(({ Type }) => Type))].sort();
  expect(lacking(isTypeLacking)).toEqual(
    expect.arrayContaining(['AWS::Cognito::UserPool', 'AWS::SES::ConfigurationSet', 'AWS::SES::EmailIdentity']),
  );
  expect(lacking(isPropertyLacking)).toEqual(['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function']);
});
