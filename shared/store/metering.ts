import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

/** DynamoDB cost of one request, message batch or job run: requests, read and write capacity units. */
export interface DynamoCost {
  requests: number;
  readUnits: number;
  writeUnits: number;
}

const running = new AsyncLocalStorage<DynamoCost>();

/** Counts the DynamoDB cost of the rest of this invocation. Returns the cost, which grows with each call. */
export function beginMetering(): DynamoCost {
  const cost = { requests: 0, readUnits: 0, writeUnits: 0 };
  running.enterWith(cost);
  return cost;
}

const capacity = z.object({
  CapacityUnits: z.number().default(0),
  ReadCapacityUnits: z.number().optional(),
  WriteCapacityUnits: z.number().optional(),
});
const answer = z.object({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });

/**
 * Adds a middleware to the client that counts every call into the cost of the running invocation
 * (`beginMetering`).
 */
export function meterDynamo(client: DynamoDBDocumentClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const reply = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const cost = running.getStore();
      if (!cost) return reply;
      cost.requests += 1;
      const consumed = answer.safeParse(reply.output).data?.ConsumedCapacity;
      if (!consumed) return reply;
      const writes = /Write|Put|Update|Delete/.test(context.commandName ?? '');
      for (const one of Array.isArray(consumed) ? consumed : [consumed]) {
        if (writes) cost.writeUnits += one.WriteCapacityUnits ?? one.CapacityUnits;
        else cost.readUnits += one.ReadCapacityUnits ?? one.CapacityUnits;
      }
      return reply;
    },
    { step: 'initialize', name: 'meterDynamo' },
  );
}
