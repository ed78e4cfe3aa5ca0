import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  // No stack of Anju has conditional resources.
  Condition: z.never('a condition is not supported by the local run').optional(),
  Metadata: z.object({ 'aws:cdk:path': z.string().optional() }).optional(),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
});
const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});
const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** A resource of a template, unresolved. */
export interface Resource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  /** Path in the construct tree, without stack and `/Resource`: `tickets/updates`. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A stack of the assembly. */
export interface Stack {
  readonly name: string;
  readonly template: z.infer<typeof templateSchema>;
  readonly resources: Map<string, Resource>;
}

/** The synthesised cloud assembly, which `cdk deploy` would send to AWS. */
export interface Assembly {
  readonly stacks: Stack[];
  /** Folders of assets by the key that they would have in the bootstrap bucket. */
  readonly assets: Map<string, string>;
}

function read<T extends z.ZodType>(schema: T, file: string): z.output<T> {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Reads a synthesised assembly (`cdk.out`) with its nested stages. */
export function readAssembly(folder: string): Assembly {
  const assembly: Assembly = { stacks: [], assets: new Map() };
  for (const { type, properties } of Object.values(read(manifestSchema, join(folder, 'manifest.json')).artifacts)) {
    if (type === 'cdk:cloud-assembly' && properties?.directoryName) {
      const nested = readAssembly(join(folder, properties.directoryName));
      assembly.stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) assembly.assets.set(key, path);
    }
    if (type === 'cdk:asset-manifest' && properties?.file) {
      for (const asset of Object.values(read(assetsSchema, join(folder, properties.file)).files)) {
        for (const { objectKey } of Object.values(asset.destinations)) {
          assembly.assets.set(objectKey, join(folder, asset.source.path));
        }
      }
    }
    if (type === 'aws:cloudformation:stack' && properties?.templateFile) {
      const template = read(templateSchema, join(folder, properties.templateFile));
      const name = properties.stackName ?? properties.templateFile.replace('.template.json', '');
      const stack: Stack = { name, template, resources: new Map() };
      for (const [logicalId, { Type, Properties, Metadata }] of Object.entries(template.Resources)) {
        const path = Metadata?.['aws:cdk:path']
          ?.split('/')
          .slice(1)
          .join('/')
          .replace(/\/Resource$/, '');
        const about = { type: Type, path: path ?? logicalId, properties: Properties };
        stack.resources.set(logicalId, { stack, logicalId, ...about });
      }
      assembly.stacks.push(stack);
    }
  }
  return assembly;
}

const cdkSchema = z.object({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Synthesises the app of `cdk.json` into `folder`, as the CDK command would.
 * @throws Error with the output of the app.
 */
export async function synthesise(folder: string, context: Record<string, unknown> = {}): Promise<void> {
  const cdk = read(cdkSchema, 'cdk.json');
  const userContext = existsSync('cdk.context.json') ? read(z.record(z.string(), z.unknown()), 'cdk.context.json') : {};
  const cli = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:version-reporting': false };
  const env = {
    ...process.env,
    PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...cli, ...userContext, ...cdk.context, ...context }),
  };
  const child = spawn(cdk.app, { shell: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`The app cannot be synthesised (${cdk.app}):\n${said.join('')}`);
}
