import { listen } from '../../local/http.ts';

type Item = Readonly<Record<string, unknown>>;

/** A request to DynamoDB as it went over the wire, and its cost. */
export interface Recorded {
  /** `GetItem`, `TransactWriteItems`. */
  readonly operation: string;
  readonly input: Item;
  readonly output: Item;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The requests of an operation, and their units. */
export interface Cost {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Returns the cost of recorded requests. */
export function costOf(recorded: readonly Recorded[]): Cost {
  return {
    requests: recorded.length,
    readUnits: recorded.reduce((sum, one) => sum + one.readUnits, 0),
    writeUnits: recorded.reduce((sum, one) => sum + one.writeUnits, 0),
  };
}

function unitsOf(output: unknown): number {
  if (typeof output !== 'object' || output === null || !('ConsumedCapacity' in output)) return 0;
  const { ConsumedCapacity } = output;
  const all: unknown[] = Array.isArray(ConsumedCapacity) ? ConsumedCapacity : [ConsumedCapacity];
  return all.reduce<number>((sum, one) => {
    const units = typeof one === 'object' && one !== null && 'CapacityUnits' in one ? Number(one.CapacityUnits) : 0;
    return sum + units;
  }, 0);
}

/** A server between a client and the engine that records every request. */
export interface Recorder {
  readonly url: string;
  /** Returns what was recorded since the last call. */
  take(): Recorded[];
  stop(): Promise<void>;
}

/** Starts a recorder in front of the engine. It asks for the consumed capacity of every request. */
export async function startRecorder(engineUrl: string, port: number): Promise<Recorder> {
  let recorded: Recorded[] = [];
  const server = await listen(
    port,
    async ({ headers, body }) => {
      const target = String(headers['x-amz-target']);
      const asked = JSON.parse(body.toString('utf8'));
      const reply = await fetch(engineUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target,
          'x-amz-date': String(headers['x-amz-date']),
          authorization: String(headers.authorization),
        },
        body: JSON.stringify({ ...asked, ReturnConsumedCapacity: 'TOTAL' }),
      });
      const text = await reply.text();
      const operation = target.split('.').at(-1) ?? '';
      const output = JSON.parse(text);
      const units = unitsOf(output);
      const isWrite = /Write|Put|Update|Delete/.test(operation);
      const cost = { readUnits: isWrite ? 0 : units, writeUnits: isWrite ? units : 0 };
      recorded.push({ operation, input: asked, output, ...cost });
      return { status: reply.status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: text };
    },
    (line) => console.error(line),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => {
      const all = recorded;
      recorded = [];
      return all;
    },
    stop: () => server.stop(),
  };
}
