import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleOf, bundling } from '../../bundles.ts';
import { barOf } from '../progress.ts';
import { median } from './ratios.ts';
import type { Part } from './results.ts';
import type { World } from './world.ts';

const root = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** How a bare function makes each client. */
const clients: Readonly<Record<string, { from: string; make: string }>> = {
  DynamoDB: {
    from: "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nimport { DynamoDBDocumentClient, GetCommand, TransactWriteCommand, QueryCommand, BatchGetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';",
    make: '[DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, TransactWriteCommand, QueryCommand, BatchGetCommand, UpdateCommand]',
  },
  SQS: {
    from: "import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';",
    make: '[new SQSClient({}), SendMessageBatchCommand]',
  },
  S3: {
    from: "import { S3Client, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';",
    make: '[new S3Client({}), GetObjectCommand, PutObjectCommand]',
  },
  SES: {
    from: "import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';",
    make: '[new SESClient({}), SendRawEmailCommand]',
  },
};

/** Returns the names of the clients in a bundle. */
export function clientsIn(bundle: string): string[] {
  return Object.keys(clients).filter((name) => bundle.includes(`??"${name}"`));
}

/** Returns the source of a function with some clients and nothing else. */
function bareSource(names: readonly string[]): string {
  const used = names.flatMap((name) => clients[name] ?? []);
  const made = used.map(({ make }) => make).join(', ');
  return `${used.map(({ from }) => from).join('\n')}\nexport const handler = async () => [${made}];\n`;
}

/** Bundles a bare function as the deployed ones are bundled. */
async function bareBundle(names: readonly string[], folder: string): Promise<string> {
  const outfile = join(folder, names.join('-') || 'nothing', 'index.mjs');
  await build({
    absWorkingDir: root,
    stdin: { contents: bareSource(names), resolveDir: root, loader: 'js' },
    outfile,
    ...bundling,
  });
  return outfile;
}

/** Loads a bundle and prints the milliseconds of loading, and those since the process began. */
const script =
  'const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began, performance.now());';

async function startOf(file: string): Promise<{ loading: number; whole: number }> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, file]);
  const [loading = Number.NaN, whole = Number.NaN] = stdout.trim().split(' ').map(Number);
  return { loading, whole };
}

/** Measures the start of each function in a new process against a bare function with the same clients. */
export async function coldStart(world: World): Promise<Part> {
  const folder = mkdtempSync(join(tmpdir(), 'anju-bare-'));
  const entries = globSync('{functions,shared}/**/*.lambda.ts', { cwd: root })
    .map((file) => file.replace(/\.lambda\.ts$/, ''))
    .toSorted();
  const bare = new Map<string, Promise<string>>();
  const rows: string[][] = [];
  const ratios: [string, number][] = [];
  world.say('cold starts');
  const bar = barOf('Starting functions', entries.length);
  for (const entry of entries) {
    const file = join(bundleOf(entry, false), 'index.mjs');
    const names = clientsIn(readFileSync(file, 'utf8'));
    const theirs = bare.get(names.join()) ?? bareBundle(names, folder);
    bare.set(names.join(), theirs);
    const [mine, its] = [[await startOf(file)], [await startOf(await theirs)]];
    for (let n = 0; n < world.effort.starts; n += 1) {
      mine.push(await startOf(file));
      its.push(await startOf(await theirs));
    }
    const ratio = (what: 'whole' | 'loading') =>
      median(mine.slice(1).map((one) => one[what])) / median(its.slice(1).map((one) => one[what]));
    const name = relative('functions', dirname(entry)).startsWith('..') ? entry : relative('functions', entry);
    rows.push([name, names.join(', ') || 'none', ratio('whole').toFixed(2), ratio('loading').toFixed(2)]);
    ratios.push([`cold start: ${name}`, ratio('whole')]);
    bar.increment();
  }
  bar.stop();
  rmSync(folder, { recursive: true, force: true });
  return {
    tables: [
      {
        title: 'Cold start of each function',
        about:
          'A new process that loads the bundle, against one that loads a bare function with the same clients of the SDK, bundled with the same settings. Medians of starts that take turns. The start is that of Node and the bundle; loading is the bundle alone.',
        head: ['function', 'clients', 'start', 'loading'],
        rows,
        notes: 'Goal of the start: at most 1.3.',
      },
    ],
    ratios: Object.fromEntries(ratios),
  };
}
