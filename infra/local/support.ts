import * as z from 'zod';
import type { Assembly, Resource } from './assembly.ts';
import type { Resolver } from './intrinsics.ts';

/** Resource types without effect on one machine: permissions, monitoring, and names for outside callers. */
const noEffect = [
  /^AWS::IAM::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::/,
  /^AWS::Lambda::Permission$/,
  /^AWS::(SQS::Queue|SNS::Topic|S3::Bucket)Policy$/,
  /^AWS::SecretsManager::Secret$/, // a dynamic reference generates its value
  /^AWS::SES::EmailIdentity$/, // the mail engine accepts every identity
  /^AWS::Cognito::UserPool(Group|RiskConfigurationAttachment)$/,
  /^Custom::S3AutoDeleteObjects$/, // it empties the bucket of a stack that is destroyed, which none is here
  /^AWS::(CertificateManager::Certificate|ApiGatewayV2::(DomainName|ApiMapping))$/,
];

/** Returns schemas of properties that are accepted and have no effect locally. */
export function ignored(...names: string[]): Record<string, z.ZodOptional<z.ZodUnknown>> {
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
}

/** A resource of a template. `is` holds its properties, resolved and checked by a schema. */
export type Found<T> = Resource & { readonly is: T };

export interface Catalogue {
  /** Returns all resources of a type. @throws Error that names a property that the schema does not have. */
  take<T extends z.ZodType>(type: string, schema: T): Found<z.output<T>>[];
  /** Checks that every type was taken or has no effect. @throws Error that lists all other resources. */
  assertComplete(): void;
}

/** Returns the resources of an assembly by type. It detects types that no part of the local run supports. */
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

/** Returns the start error for template content that the local run does not support. */
export function unsupported({ stack, logicalId, type }: Resource, what: z.ZodError | string): Error {
  const reasons =
    typeof what === 'string'
      ? [what]
      : what.issues.map((issue) => `${['Properties', ...issue.path].join('.')}: ${issue.message}`);
  const place = `${stack.name} / ${logicalId} (${type})`;
  return new Error(`The local run does not support ${place}:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
}
