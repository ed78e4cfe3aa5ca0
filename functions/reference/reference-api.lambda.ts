import { readFileSync } from 'node:fs';

/** Reads a file that the synth put beside this bundle (infra/stacks/api.ts). */
function beside(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
const document = beside('./openapi.json');
const errors = beside('./errors.json');

export const handler = async ({ rawPath }: { rawPath: string }) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' },
  body: /\/errors\/?$/.test(rawPath) ? errors : document,
});
