/** What this context serves. The document omits it, because it is no operation of the business. */
export const routes = [
  { method: 'GET', path: '/v1/openapi.json', allow: 'public' },
  { method: 'GET', path: '/v1/errors', allow: 'public' },
] as const;
