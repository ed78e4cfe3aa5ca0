import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The DynamoDB requests and capacity units of a consumer or job. */
export interface CountedCost {
  messages: number;
  requests: number;
  readUnits: number;
  writeUnits: number;
}

const lineSchema = z.object({
  message: z.discriminatedUnion('message', [
    z.object({
      message: z.literal('batch handled'),
      consumer: z.string(),
      messages: z.number(),
      requests: z.number(),
      readUnits: z.number(),
      writeUnits: z.number(),
    }),
    z.object({
      message: z.literal('job ran'),
      job: z.string(),
      due: z.number().default(0),
      requests: z.number(),
      readUnits: z.number(),
      writeUnits: z.number(),
    }),
  ]),
});

/** Returns the costs of each consumer and job so far, from the logs in the folder of the local run. */
export function costsIn(stateDir: string): Map<string, CountedCost> {
  const costs = new Map<string, CountedCost>();
  const folder = join(stateDir, 'logs');
  for (const name of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (!line.includes('"batch handled"') && !line.includes('"job ran"')) continue;
      const parsed = lineSchema.safeParse(JSON.parse(line)).data?.message;
      if (!parsed) continue;
      const who = parsed.message === 'job ran' ? parsed.job : parsed.consumer;
      const before = costs.get(who) ?? { messages: 0, requests: 0, readUnits: 0, writeUnits: 0 };
      costs.set(who, {
        messages: before.messages + (parsed.message === 'job ran' ? parsed.due : parsed.messages),
        requests: before.requests + parsed.requests,
        readUnits: before.readUnits + parsed.readUnits,
        writeUnits: before.writeUnits + parsed.writeUnits,
      });
    }
  }
  return costs;
}

/** Returns the costs between two states, by consumer and job, without those that did nothing. */
export function costsBetween(
  before: ReadonlyMap<string, CountedCost>,
  after: ReadonlyMap<string, CountedCost>,
): Map<string, CountedCost> {
  return new Map(
    [...after].flatMap(([who, cost]): [string, CountedCost][] => {
      const was = before.get(who) ?? { messages: 0, requests: 0, readUnits: 0, writeUnits: 0 };
      const spent = {
        messages: cost.messages - was.messages,
        requests: cost.requests - was.requests,
        readUnits: cost.readUnits - was.readUnits,
        writeUnits: cost.writeUnits - was.writeUnits,
      };
      return spent.requests > 0 ? [[who, spent]] : [];
    }),
  );
}
