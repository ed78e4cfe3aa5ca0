import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Asked, Reply } from './http.ts';

const types: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' };
const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Anju API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#ui', persistAuthorization: true, validatorUrl: null })</script>
</body></html>`;

/** Serves the interactive reference at `/docs`, and the API at all other paths. */
export function reference(api: (asked: Asked) => Promise<Reply>): (asked: Asked) => Promise<Reply> {
  return async (asked) => {
    const { pathname } = asked.url;
    if (asked.method !== 'GET' || !/^\/docs(\/|$)/.test(pathname)) return api(asked);
    if (pathname === '/docs' || pathname === '/docs/') {
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
    }
    const name = /^\/docs\/([\w-]+\.(?:css|js|png))$/.exec(pathname)?.[1];
    if (!name) return { status: 404 };
    const file = await readFile(join(folder, name)).catch(() => undefined);
    return file
      ? { status: 200, headers: { 'content-type': types[extname(name)] ?? '' }, body: file }
      : { status: 404 };
  };
}
