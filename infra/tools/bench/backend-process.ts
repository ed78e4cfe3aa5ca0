import { readFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type * as threads from 'node:worker_threads';
import * as z from 'zod';

/*
 * Runs the local backend in a process of its own, for `backend.ts`. It tells the processor time of the
 * functions apart from that of the gateway, the queues and the mail service, which run in the same process.
 */

const [stateDir = '', port = '', assembly = ''] = process.argv.slice(2);

// Each function is a worker, and every worker is kept here. The local run must be loaded after this.
const workers = new Set<threads.Worker>();
const module: typeof threads = createRequire(import.meta.url)('node:worker_threads');
const { Worker } = module;
module.Worker = class extends Worker {
  constructor(...given: ConstructorParameters<typeof Worker>) {
    super(...given);
    workers.add(this);
    this.once('exit', () => workers.delete(this));
  }
};
syncBuiltinESMExports();
const { startLocal } = await import('../../local/run.ts');

const run = await startLocal({ stateDir, port: Number(port), assembly, schedules: false, patience: 10 });

/** Returns the processor time of the DynamoDB engine in milliseconds, from Linux; a tick is 10 ms. */
function engineMs(): number {
  const pid = readFileSync(join(stateDir, 'dynamodb.pid'), 'utf8').trim();
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function processorMs() {
  const ms = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000;
  const each = await Promise.all([...workers].map(async (worker) => ms(await worker.cpuUsage())));
  return { functions: each.reduce((sum, one) => sum + one, 0), whole: ms(process.cpuUsage()), engine: engineMs() };
}

const askedSchema = z.object({ id: z.number(), what: z.enum(['idle', 'cpu', 'stop']) });
process.on('message', async (message) => {
  const { id, what } = askedSchema.parse(message);
  if (what === 'idle') await run.idle(600_000);
  const cpu = what === 'cpu' ? await processorMs() : undefined;
  if (what === 'stop') await run.stop();
  process.send?.({ id, cpu });
  if (what === 'stop') process.disconnect();
});
const { apiUrl, issuerUrl, mailUrl, dynamodbUrl, sqsUrl } = run;
process.send?.({ ready: { apiUrl, issuerUrl, mailUrl, dynamodbUrl, sqsUrl } });
