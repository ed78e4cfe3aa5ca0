import type { Floor } from './floor.ts';
import { MeasuredOperation, timed } from './measured-operation.ts';
import { type Operation, operations, reasons } from './operations.ts';
import { median } from './ratios.ts';
import type { Cost } from './recorder.ts';
import { figure, type Part } from './results.ts';
import type { World } from './world.ts';

interface Measured {
  readonly operation: Operation;
  readonly p50: number;
  readonly cpu: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly cost: Cost;
  readonly least: Cost;
  readonly floor: Floor;
}

const isRead = ({ main }: Operation) => main !== undefined;
/** Goals: p50 of reads and writes, and processor time, against the floor. */
const goals = { read: 1.3, write: 1.8, cpu: 1.5 };

async function measure(world: World, operation: Operation): Promise<Measured> {
  const { rounds, calls } = world.effort;
  const measured = new MeasuredOperation(world, operation);
  const { floor, cost, least } = await measured.floor();
  let nth = 1;
  const floorCalls = async () => {
    const prepared = Array.from({ length: calls }, () => floor.prepare(nth++));
    for (const { lay } of prepared) await lay();
    return prepared.map(({ run }) => run);
  };
  const [ours, theirs] = [
    { ms: [0], cpuMs: 0 },
    { ms: [0], cpuMs: 0 },
  ];
  for (let round = -1; round < rounds; round += 1) {
    const [app, bare] = [await measured.calls(calls), await floorCalls()];
    // Neither always goes first, so that neither profits from what the other left in a cache.
    const inOrder = round % 2 === 0 ? [app, bare] : [bare, app];
    const times = [await timed(inOrder[0] ?? []), await timed(inOrder[1] ?? [])];
    const [mine, its] = round % 2 === 0 ? times : times.toReversed();
    // The first round is for warming up.
    if (round < 0 || !mine || !its) continue;
    for (const [sum, one] of [
      [ours, mine],
      [theirs, its],
    ] as const) {
      sum.ms.push(...one.ms);
      sum.cpuMs += one.cpuMs;
    }
  }
  const [app, bare] = [median(ours.ms.slice(1)), median(theirs.ms.slice(1))];
  const each = rounds * calls;
  return {
    operation,
    floor,
    cost,
    least,
    p50: app / bare,
    ms: app,
    cpu: ours.cpuMs / theirs.cpuMs,
    cpuMs: ours.cpuMs / each,
  };
}

const costText = ({ requests, readUnits, writeUnits }: Cost) =>
  `${requests} / ${figure(readUnits)} / ${figure(writeUnits)}`;

/** Measures each main operation in this process against its floor, in rounds that take turns. */
export async function inProcess(world: World): Promise<Part> {
  await world.engineAlone();
  const all: Measured[] = [];
  for (const operation of operations) {
    world.say(`in process: ${operation.name}`);
    all.push(await measure(world, operation));
  }
  const rows = all.map(({ operation, p50, cpu, cost, least, floor }) => {
    const why = [...new Set(floor.beyond.map((kind) => reasons[kind] ?? kind))].join('; ');
    const p50Goal = isRead(operation) ? goals.read : goals.write;
    return [
      operation.name,
      p50.toFixed(2),
      `≤ ${p50Goal}`,
      cpu.toFixed(2),
      `≤ ${goals.cpu}`,
      costText(cost),
      costText(least),
      floor.requests.join(', '),
      why || '–',
    ];
  });
  const ratios = all.flatMap(({ operation: { name }, p50, cpu, cost, least }): [string, number][] => [
    [`in process: ${name}, p50`, p50],
    [`in process: ${name}, processor`, cpu],
    [`in process: ${name}, requests`, cost.requests / least.requests],
    [`in process: ${name}, units`, (cost.readUnits + cost.writeUnits) / (least.readUnits + least.writeUnits)],
  ]);
  const head = [
    'operation',
    'p50',
    'goal',
    'processor',
    'goal of it',
    'requests / RCU / WCU',
    'least',
    'the floor',
    'why above',
  ];
  return {
    tables: [
      {
        title: 'Operations against the floor',
        about:
          'The deployed bundle, called in one process with a bare document client that makes the least requests with the same effect. Ratios of the median time and of the processor time of that process; the engine has a process of its own. The floor comes from a recording of the operation: the same items, one read of what is replaced, one transaction.',
        head,
        rows,
      },
    ],
    ratios: Object.fromEntries(ratios),
  };
}
