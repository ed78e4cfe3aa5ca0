import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { json, listen } from '../../local/http.ts';
import { startLocal } from '../../local/run.ts';

/* The backend of `npm run chaos`, in a process of its own, so that it can be killed. */

export const settingsSchema = z.object({
  stateDir: z.string(),
  port: z.number(),
  assembly: z.string().optional(),
  reached: z.object({ dynamodb: z.string(), sqs: z.string(), ses: z.string() }),
});

/** The workers of the functions. */
const workers = new Set<Worker>();
process.on('worker', (worker) => {
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

const { stateDir, port, assembly, reached } = settingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
// A busy machine is slower than Lambda.
const run = await startLocal({ stateDir, port, reached, patience: 3, ...(assembly && { assembly }) });

/** Ends every nth worker in the middle of its work, as Lambda may. Returns how many. */
async function killFunctions(every: number): Promise<number> {
  const some = [...workers].filter((_, nth) => nth % every === 0);
  await Promise.all(some.map((worker) => worker.terminate()));
  return some.length;
}

await listen(
  port + 6,
  async ({ url }) => {
    const number = (name: string) => Number(url.searchParams.get(name));
    switch (url.pathname) {
      case '/kill-functions':
        return json(200, await killFunctions(number('every')));
      case '/move-clock':
        run.clock.moveTo(new Date(String(url.searchParams.get('to'))));
        return json(200, '');
      case '/run-jobs': {
        const failed = await run.runJobs().then(
          () => undefined,
          (error: unknown) => String(error),
        );
        return json(200, failed ?? '');
      }
      case '/idle':
        await run.idle(number('ms'));
        return json(200, '');
      default:
        return { status: 404 };
    }
  },
  (line) => console.error(line),
);
console.log('ready');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.race([run.stop(), wait(20_000)]).finally(() => process.exit(0));
  });
}
