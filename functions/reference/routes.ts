/** What this context serves: no operation of the business, so it is not in the document itself. */
export const routes = [
  { method: 'GET', path: '/v1/openapi.json', allow: 'public' },
  { method: 'GET', path: '/v1/errors', allow: 'public' },
] as const;
