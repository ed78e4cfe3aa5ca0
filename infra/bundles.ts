import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/*
 * Bundles all entry points in one esbuild run before the stacks are composed
 * (docs/decisions/2026-11-23-one-esbuild-run.md). An entry is named after its file:
 * `functions/service/tickets/tickets-api.lambda.ts` is `functions/service/tickets/tickets-api`.
 * Its asset is the folder of that name below `.bundles`.
 */

const root = resolve(import.meta.dirname, '..');

/** How functions are bundled. */
export const bundling = {
  bundle: true,
  minify: true,
  format: 'esm',
  // Chinese texts as they are: the default writes six letters for each character of three bytes.
  charset: 'utf8',
  platform: 'node',
  target: 'node24',
  // The SDK's CommonJS files are a third larger than its modules.
  mainFields: ['module', 'main'],
  // A function finds its role's credentials in its environment. The SDK's other providers weigh 90 kB.
  alias: { '@aws-sdk/credential-provider-node': join(root, 'infra/function-credentials.ts') },
  sourcemap: 'linked',
  sourcesContent: false,
  // CommonJS dependencies call `require`, which a module does not have.
  banner: { js: "import{createRequire as anjuRequire}from'node:module';const require=anjuRequire(import.meta.url);" },
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** Returns the folder of the assets: real bundles, or stubs for a fast synth of the templates alone. */
function bundlesFolder(stubs: boolean): string {
  return join(root, '.bundles', stubs ? 'stubs' : 'functions-and-shared');
}

/** Returns the names of all entry points, sorted. */
function entryNames(): string[] {
  return globSync(['functions/**/*.lambda.ts', 'shared/**/*.lambda.ts'], { cwd: root })
    .map((file) => file.replaceAll('\\', '/').replace(/\.lambda\.ts$/, ''))
    .sort();
}

/**
 * Returns the folder of an entry's asset.
 * @throws Error when there is no such entry point; a typo fails the synth.
 */
export function bundleOf(entry: string, stubs: boolean): string {
  if (!entryNames().includes(entry)) throw new Error(`no entry point ${entry}.lambda.ts`);
  return join(bundlesFolder(stubs), entry);
}

/** Bundles every entry point or writes a stub for each. Returns the size of each `index.mjs` in bytes. */
export async function bundle(stubs: boolean): Promise<Map<string, number>> {
  const entries = entryNames();
  const files = stubs ? stubFiles(entries) : await builtFiles(entries);
  const sizes = new Map<string, number>();
  for (const [path, contents] of files) {
    writeWhenChanged(path, contents);
    if (path.endsWith('index.mjs')) {
      sizes.set(relative(bundlesFolder(stubs), dirname(path)).replaceAll('\\', '/'), contents.byteLength);
    }
  }
  return sizes;
}

/** Writes a file that the synth makes, such as the OpenAPI document, beside an entry's bundle. */
export function addToBundle(entry: string, stubs: boolean, name: string, text: string): void {
  writeWhenChanged(join(bundleOf(entry, stubs), name), Buffer.from(text));
}

function stubFiles(entries: readonly string[]): Map<string, Uint8Array> {
  const stub = Buffer.from('export const handler = async () => {};\n');
  return new Map(entries.map((entry) => [join(bundlesFolder(true), entry, 'index.mjs'), stub]));
}

async function builtFiles(entries: readonly string[]): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map((entry) => [`${entry}/index`, `${entry}.lambda.ts`])),
    outdir: bundlesFolder(false),
    outExtension: { '.js': '.mjs' },
    ...bundling,
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [path, contents]));
}

/** Replaces a file in one step, and only when it differs, because two synths may run at the same time. */
function writeWhenChanged(path: string, contents: Uint8Array): void {
  if (readOrNothing(path)?.equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function readOrNothing(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
