/*
 * Who may import whom (docs/conventions.md). `npm run check` runs it over all TypeScript of the repository.
 */

/** Families and their contexts, the lowest first: a context reads those before it, never those after it. */
const families = {
  register: ['owners'],
  service: ['tickets', 'repairs', 'surveys'],
  homes: ['handovers', 'warranty', 'titles'],
  money: ['ledger', 'meters', 'fees', 'payments', 'invoices', 'common-income', 'dunning', 'opening', 'finance-reports'],
};
/** `notices` writes to people for all contexts, and nobody reads it. */
const folders = [
  ...Object.entries(families).flatMap(([family, contexts]) => contexts.map((name) => `${family}/${name}`)),
  'notices',
];

/** Packages of `shared`, the lowest first. */
const shared = ['kernel', 'observability', 'store', 'events', 'files', 'http', 'tasks', 'pages'];

/** Each of a list must not import those after it. */
const oneWay = (root, list, why) =>
  list.slice(0, -1).map((name, nth) => ({
    name: `${root}/${name}`,
    comment: why,
    severity: 'error',
    from: { path: `^${root}/${name}/` },
    to: { path: `^${root}/(${list.slice(nth + 1).join('|')})/` },
  }));
const never = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

const layers = 'Imports point one way: infra/tools -> infra/local -> infra -> functions -> shared.';

export default {
  forbidden: [
    never('no-cycle', 'Files that import each other are one file, or lack a third below them.', {}, { circular: true }),
    never('product-not-tests', layers, '^(shared|functions|infra)/', '^test/'),
    never('shared-is-lowest', layers, '^shared/', '^(functions|infra)/'),
    never('functions-not-infra', layers, '^functions/', '^infra/'),
    never('infra-not-tools', layers, { path: '^infra/', pathNot: '^infra/tools/' }, '^infra/tools/'),
    never(
      'deployment-runs-anywhere',
      'What is deployed knows nothing of the local run.',
      { path: '^infra/', pathNot: '^infra/(tools|local|api-client)/' },
      '^infra/(local|api-client)/',
    ),
    never(
      'api-client',
      'The client of the API needs nothing but the API.',
      '^infra/api-client/',
      '^(functions|infra/(?!api-client/))',
    ),
    never(
      'only-public',
      'A context reads another only through its public.ts.',
      { path: '^functions/((?:register|service|homes|money)/[^/]+|notices|reference)/' },
      { path: '^functions/', pathNot: ['^functions/$1/', '/public\\.ts$'] },
    ),
    never('tools-read-public', 'A command reads a context only through its public.ts or the API.', '^infra/tools/', {
      path: '^functions/',
      pathNot: '/public\\.ts$',
    }),
    never(
      'contexts-as-data',
      'Deployment knows of a context its routes, consumers and jobs.',
      { path: '^infra/', pathNot: '^infra/tools/' },
      { path: '^functions/', pathNot: '/(routes|jobs|[^/]+\\.consumer|[^/]+\\.job)\\.ts$' },
    ),
    ...oneWay('functions', folders, 'A context reads those before it, never those after it.'),
    ...oneWay(
      'shared',
      shared,
      'Inside shared: pages -> tasks -> http -> files -> events -> store -> observability -> kernel.',
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
