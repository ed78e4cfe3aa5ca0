import * as z from 'zod';
import type { Assembly, Resource, Stack } from './assembly.ts';

/** The names of resources on this machine: the values of Ref and Fn::GetAtt. */
export interface Names {
  readonly region: string;
  readonly account: string;
  ref(resource: Resource): string;
  attribute(resource: Resource, name: string): string;
  /** Returns the value of a dynamic reference such as `{{resolve:secretsmanager:...}}`. */
  dynamic(reference: string): string;
  /** Replaces AWS addresses in a resolved text by the local ones. */
  localise(text: string): string;
}

/**
 * Returns a value of a template with all CloudFormation functions (Ref, Fn::GetAtt ...) resolved.
 * @throws Error for a function that is not supported.
 */
export type Resolver = (stack: Stack, value: unknown) => unknown;

const pairs = z.tuple([z.unknown(), z.unknown()]);
const list = z.array(z.unknown());
const noValue = Symbol('AWS::NoValue');

/**
 * Returns the function that resolves CloudFormation's intrinsic functions across all stacks of an assembly.
 */
export function resolver(assembly: Assembly, names: Names): Resolver {
  const exported = (name: string): unknown => {
    for (const stack of assembly.stacks) {
      for (const { Value, Export } of Object.values(stack.template.Outputs)) {
        if (Export && resolve(stack, Export.Name) === name) return resolve(stack, Value);
      }
    }
    throw new Error(`Fn::ImportValue: no stack exports ${name}`);
  };

  const pseudo = (stack: Stack): Record<string, unknown> => ({
    'AWS::Region': names.region,
    'AWS::AccountId': names.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${names.region}:${names.account}:stack/${stack.name}/local`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': noValue,
  });

  const ref = (stack: Stack, id: string): unknown => {
    const known = pseudo(stack);
    if (id in known) return known[id];
    const resource = stack.resources.get(id);
    if (resource) return names.ref(resource);
    const parameter = stack.template.Parameters[id];
    if (parameter) return parameter.Default;
    throw new Error(`${stack.name}: Ref to unknown ${id}`);
  };

  const attribute = (stack: Stack, id: string, name: string): string => {
    const resource = stack.resources.get(id);
    if (!resource) throw new Error(`${stack.name}: Fn::GetAtt of unknown ${id}`);
    return names.attribute(resource, name);
  };

  const text = (stack: Stack, value: unknown) => String(resolve(stack, value));

  const functions: Record<string, (stack: Stack, argument: unknown) => unknown> = {
    Ref: (stack, id) => ref(stack, z.string().parse(id)),
    'Fn::GetAtt': (stack, argument) => {
      const path = typeof argument === 'string' ? argument : list.parse(argument).join('.');
      const dot = path.indexOf('.');
      return attribute(stack, path.slice(0, dot), path.slice(dot + 1));
    },
    'Fn::Join': (stack, argument) => {
      const [separator, parts] = pairs.parse(argument);
      return localText(list.parse(resolve(stack, parts)).map(String).join(String(separator)));
    },
    'Fn::Sub': (stack, argument) => {
      const [pattern, variables] = Array.isArray(argument) ? pairs.parse(argument) : [argument, {}];
      const own = z.record(z.string(), z.unknown()).parse(variables);
      const replaced = z
        .string()
        .parse(pattern)
        .replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
          if (name in own) return text(stack, own[name]);
          const dot = name.indexOf('.');
          return dot < 0 ? String(ref(stack, name)) : attribute(stack, name.slice(0, dot), name.slice(dot + 1));
        });
      return localText(replaced.replaceAll('${!', '${'));
    },
    'Fn::Select': (stack, argument) => {
      const [index, items] = pairs.parse(argument);
      return list.parse(resolve(stack, items))[Number(resolve(stack, index))];
    },
    'Fn::Split': (stack, argument) => {
      const [separator, whole] = pairs.parse(argument);
      return text(stack, whole).split(String(separator));
    },
    'Fn::ImportValue': (stack, argument) => exported(text(stack, argument)),
  };

  const localText = (value: string) =>
    names.localise(value.replace(/\{\{resolve:([^}]+)\}\}/g, (_, reference: string) => names.dynamic(reference)));

  function resolve(stack: Stack, value: unknown): unknown {
    if (typeof value === 'string') return localText(value);
    if (Array.isArray(value)) return value.map((one) => resolve(stack, one)).filter((one) => one !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name && (name === 'Ref' || name.startsWith('Fn::'))) {
      const run = functions[name];
      if (!run) throw new Error(`${stack.name}: ${name} is not supported by the local run`);
      return run(stack, argument);
    }
    return Object.fromEntries(
      entries.map(([key, one]) => [key, resolve(stack, one)]).filter(([, one]) => one !== noValue),
    );
  }

  return resolve;
}
