import { flowsOf } from './flows.ts';
import { HttpClient, perSecond, tokenOf } from './http-client.ts';
import { sumOf } from './logged-costs.ts';
import { MeasuredOperation, nextRequest } from './measured-operation.ts';
import { operations } from './operations.ts';
import { figure, type Part, type Table } from './results.ts';
import type { World } from './world.ts';

/** Operations measured through HTTP, with the caller of each. */
const measured = [
  { name: 'open a ticket', as: 'operator' },
  { name: 'reply to a ticket', as: 'operator' },
  { name: 'list 50 tickets', as: 'operator' },
  { name: 'get a ticket', as: 'operator' },
] as const;
const clientCounts = [1, 16];

function operationNamed(name: string) {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  return operation;
}

/** Floors prepared before the time is taken: more than a bare program can run in that time. */
const preparedASecond = 1_500;

/** Measures calls a second through HTTP, and what a bare program reaches with the same writes. */
export async function throughHttp(world: World): Promise<Part> {
  const backend = await world.backend();
  const { seconds } = world.effort;
  const client = new HttpClient(backend.urls.apiUrl);
  const rows: string[][] = [];
  const ratios: [string, number][] = [];
  for (const { name, as } of measured) {
    const operation = operationNamed(name);
    const token = await tokenOf(backend.urls.issuerUrl, world.seed.callers[as]);
    const { floor } = await new MeasuredOperation(world, operation).floor();
    const cells: string[] = [];
    for (const clients of clientCounts) {
      world.say(`through HTTP with ${clients} clients: ${name}`);
      const one = () => client.send(operation.ask(world.seed, nextRequest(operation)), token);
      await perSecond(clients, Math.min(1, seconds), one);
      const ours = await perSecond(clients, seconds, one);
      await backend.idle();
      const prepared = Array.from({ length: Math.ceil(seconds * preparedASecond) }, (_, nth) =>
        floor.prepare(clients * 100_000 + nth),
      );
      // Only a write of new items needs no items from before, so those of others are laid in advance.
      const laid = prepared.slice(0, Math.ceil(seconds * 600));
      for (let from = 0; from < laid.length; from += 16) {
        await Promise.all(laid.slice(from, from + 16).map(({ lay }) => lay()));
      }
      const bare = await perSecond(clients, seconds, async (nth) => prepared[nth % prepared.length]?.run());
      await backend.idle();
      cells.push(figure(ours), figure(bare), `${Math.round((100 * ours) / bare)} %`);
      ratios.push([`through HTTP: ${name}, ${clients} clients`, bare / ours]);
    }
    rows.push([name, ...cells, '≥ 60 %']);
  }
  client.close();
  const columns = clientCounts.flatMap((clients) => [
    `a second, ${clients} clients`,
    `bare program, ${clients}`,
    `share, ${clients}`,
  ]);
  const table: Table = {
    title: 'Through HTTP against a bare program',
    about:
      'Requests a second of the local run, with all that follows from them at the same time on the same processors: gateway, authorizer, functions, streams, relay, queues, consumers, mail. The bare program is the floor of the operation with as many clients, on the same engine, without HTTP and with nothing that follows. The rates hold for the machine of the run; the shares are comparable.',
    head: ['operation', ...columns, 'goal'],
    rows,
  };
  return { tables: [table], ratios: Object.fromEntries(ratios) };
}

/** Tells what main flows cost with all that follows, until everything rests. */
export async function toItsEnd(world: World): Promise<Part> {
  const flows = await flowsOf(world);
  const tables = flows.flatMap(({ name, count, spent, cpu }): Table[] => {
    const each = (n: number) => figure(n / count, 2);
    const costs = [...spent, ['together', sumOf(spent.values())] as const];
    const processor = [
      ['functions', cpu.functions],
      ['gateway, streams, queues and mail of the local run', cpu.whole - cpu.functions],
      ['DynamoDB engine', cpu.engine],
    ] as const;
    return [
      {
        title: `To its end, ${name}: requests`,
        about: `Counted by the functions themselves until everything rests, for one of ${count}.`,
        head: ['operation, consumer or job', 'runs', 'requests', 'RCU', 'WCU'],
        rows: costs.map(([who, { runs, requests, readUnits, writeUnits }]) => [
          who,
          ...[runs, requests, readUnits, writeUnits].map(each),
        ]),
      },
      {
        title: `To its end, ${name}: processor`,
        about:
          'Processor time of one of them, on the machine of the run. Functions are the product; the rest is the local run, which AWS replaces.',
        head: ['part', 'ms'],
        rows: processor.map(([part, ms]) => [part, each(ms)]),
      },
    ];
  });
  const ratios = flows.map(({ name, count, spent }): [string, number] => [
    `to its end: ${name}, requests`,
    sumOf(spent.values()).requests / count,
  ]);
  return { tables, ratios: Object.fromEntries(ratios) };
}
