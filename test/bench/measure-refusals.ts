import { contexts } from '../../infra/contexts.ts';
import { emptyBackend } from '../hostile/backend.ts';
import { emptyBodies, type Hostile, hostileRequests } from '../hostile/requests.ts';

const { ask } = emptyBackend();

type Route = (typeof contexts)[number]['routes'][number];

async function once(route: Route, { params, what, ...sent }: Hostile) {
  const before = process.cpuUsage();
  const answer = await ask(route, sent, params);
  const { user, system } = process.cpuUsage(before);
  return { answer, ms: (user + system) / 1_000 };
}

/** Requests that take fewer ms are measured once. */
const cheap = 3;

/**
 * Returns the answer and the least CPU time of five requests, in ms.
 * Compilation or garbage collection may slow one.
 */
async function measure(route: Route, hostile: Hostile) {
  let { answer, ms } = await once(route, hostile);
  for (let i = 0; i < 4 && ms > cheap; i += 1) ms = Math.min(ms, (await once(route, hostile)).ms);
  return { answer, ms };
}

interface Row {
  readonly operation: string;
  readonly what: string;
  readonly status: number;
  readonly bytes: number;
  readonly ms: number;
}

const print = console.log;
const worst = (key: 'ms' | 'bytes', from: readonly Row[]) => from.toSorted((a, b) => b[key] - a[key]).slice(0, 20);
const table = (title: string, of: readonly Row[]) => {
  print(`\n${title}`);
  print(`${'ms more'.padStart(8)} ${'bytes'.padStart(8)} status operation: request`);
  for (const { operation, what, status, bytes, ms } of of) {
    print(
      `${ms.toFixed(2).padStart(8)} ${String(bytes).padStart(8)} ${String(status).padStart(6)} ${operation}: ${what}`,
    );
  }
};
/**
 * Prints the CPU time and the size of the answers to hostile requests of the wanted operations; all by
 * default.
 */
export async function measureRefusals(wanted: readonly string[]): Promise<void> {
  const routes = contexts
    .flatMap((context) => context.routes)
    .filter(({ operationId }) => wanted.length === 0 || wanted.includes(operationId));
  // The logs of functions are not measured.
  for (const level of ['log', 'warn', 'error'] as const) console[level] = () => undefined;
  const rows: Row[] = [];
  for (const route of routes) {
    const [empty] = emptyBodies(route);
    if (!empty) continue;
    const base = await measure(route, empty);
    for (const hostile of hostileRequests(route, true)) {
      const { answer, ms } = await measure(route, hostile);
      const bytes = Buffer.byteLength(answer.body);
      const { what } = hostile;
      rows.push({ operation: route.operationId, what, status: answer.status, bytes, ms: ms - base.ms });
    }
  }
  print(`${rows.length} hostile requests to ${routes.length} operations`);
  print(
    `more than 50 ms CPU: ${rows.filter(({ ms }) => ms > 50).length}; 5xx answers: ${rows.filter(({ status }) => status >= 500).length}`,
  );
  const failed = rows.filter(({ status }) => status >= 500);
  const refused = rows.filter(({ status }) => status >= 400);
  print(`error answers above 64 KiB: ${refused.filter(({ bytes }) => bytes > 64 * 1024).length}`);
  if (failed.length > 0) table('5xx answers', failed);
  table('Most CPU', worst('ms', rows));
  table('Longest error answers', worst('bytes', refused));
}
