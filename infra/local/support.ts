import * as z from 'zod';
import type { Assembly, Resource } from './assembly.ts';
import type { Resolver } from './intrinsics.ts';

/** Kinds that change nothing on one machine: permissions, what only watches, what only names things for the outside. */
const noEffect = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::Lambda::Permission$/,
  /^AWS::(SQS::Queue|SNS::Topic|S3::Bucket)Policy$/,
  /^AWS::SecretsManager::Secret$/, // its value is made up when something reads it by a dynamic reference
  /^AWS::SES::EmailIdentity$/, // the mail engine sends for every identity
  /^AWS::Cognito::UserPoolGroup$/,
];

/** Properties that are accepted and change nothing locally. */
export function ignored(...names: string[]): Record<string, z.ZodOptional<z.ZodUnknown>> {
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
}

/** Resources of a kind with their properties resolved and checked. */
export type Found<T> = Resource & { readonly is: T };

export interface Catalogue {
  /** All resources of a kind; a property that the schema does not know is an error that names it. */
  take<T extends z.ZodType>(type: string, schema: T): Found<z.output<T>>[];
  /** @throws Error that lists every resource whose kind nobody took and that is not known to have no effect. */
  assertComplete(): void;
}

/** The resources of an assembly, handed out by kind; it notices what nobody understands. */
export function catalogue(assembly: Assembly, resolve: Resolver): Catalogue {
  const taken = new Set<string>();
  const resources = assembly.stacks.flatMap((stack) => [...stack.resources.values()]);
  return {
    take: (type, schema) => {
      taken.add(type);
      return resources
        .filter((resource) => resource.type === type)
        .map((resource) => {
          const parsed = schema.safeParse(resolve(resource.stack, resource.properties));
          if (!parsed.success) throw unsupported(resource, parsed.error);
          return { ...resource, is: parsed.data };
        });
    },
    assertComplete: () => {
      const unknown = resources.filter(({ type }) => !taken.has(type) && !noEffect.some((kind) => kind.test(type)));
      if (unknown.length === 0) return;
      const lines = unknown.map(({ stack, logicalId, type }) => `  ${stack.name} / ${logicalId}: ${type}`);
      throw new Error(`The local run does not support these resources:\n${lines.join('\n')}`);
    },
  };
}

/** Error at start for something in a template that the local run does not support. */
export function unsupported({ stack, logicalId, type }: Resource, what: z.ZodError | string): Error {
  const reasons =
    typeof what === 'string'
      ? [what]
      : what.issues.map((issue) => `${['Properties', ...issue.path].join('.')}: ${issue.message}`);
  const place = `${stack.name} / ${logicalId} (${type})`;
  return new Error(`The local run does not support ${place}:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
}
