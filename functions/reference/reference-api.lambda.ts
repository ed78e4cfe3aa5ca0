import { readFileSync } from 'node:fs';

/** Made at synth from the route tables and put beside this bundle (infra/stacks/api.ts). */
const document = readFileSync(new URL('./openapi.json', import.meta.url), 'utf8');

export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' },
  body: document,
});
