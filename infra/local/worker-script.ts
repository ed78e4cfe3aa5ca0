import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

let script: URL | undefined;

/**
 * URL of the script that every worker runs: `worker.ts` as one minified file, built once in a process.
 * Otherwise each of a hundred workers would load a compiler to strip the types.
 */
export function workerScript(): URL {
  script ??= new URL(`data:text/javascript;base64,${built()}`);
  return script;
}

function built(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    write: false,
  });
  return outputFiles.map(({ contents }) => Buffer.from(contents).toString('base64')).join('');
}
