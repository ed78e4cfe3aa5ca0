import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from '../api-client/api-client.ts';
import { basePort } from './addresses.ts';
import { sentenceOf } from './command.ts';
import { demoPeople, enterDemoEstate } from './demo-estate.ts';
import { type LocalRun, startLocal } from './run.ts';

/* `npm start`: runs the whole backend on this machine and creates a demo estate. */

// The state holds personal data and keys: nobody else on this machine reads it.
process.umask(0o077);

const began = Date.now();
const progress = (what: string) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const stateDir = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
// `ANJU_ASSEMBLY` names an existing assembly, such as the output of `npm run synth`.
const assembly = process.env.ANJU_ASSEMBLY;
/**
 * Tries the ports before the long work begins. The database's own is not tried: after a kill -9 its engine
 * may still hold it, and is stopped at the start. @throws Error EADDRINUSE.
 */
async function tryPorts(): Promise<void> {
  for (const offset of [0, 1, 3, 4, 5]) {
    const server = createServer().listen(basePort + offset, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }
}

async function begin(): Promise<LocalRun> {
  await tryPorts();
  return startLocal({ stateDir, progress, ...(assembly && { assembly }) });
}

const run = await begin().catch((error: unknown) => {
  console.error(sentenceOf(error, 'Usage: npm start'));
  process.exit(1);
});
progress('creating the demo estate');
await enterDemoEstate(new ApiClient(run));
progress('ready');

const people = Object.entries(demoPeople).map(
  ([id, { name, roles }]) => `    ${id.padEnd(12)}${roles.join(', ').padEnd(15)}${name}`,
);
console.log(`
  API          ${run.apiUrl}/v1
  Reference    ${run.apiUrl}/docs
  Mailbox      ${run.mailboxUrl}
  Logs, data   ${stateDir}

  People of the demo estate (sunshine, 阳光花园):
${people.join('\n')}

  A token for one of them, valid for twelve hours:
    curl -s '${run.issuerUrl}/token?person=wangfang'
  A first request:
    curl -s ${run.apiUrl}/v1/me -H "Authorization: Bearer $(curl -s '${run.issuerUrl}/token?person=wangfang')"

  To see sample cases step by step, run in another terminal: npm run demo
  Ctrl-C stops the backend; its data stays.
`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('stopping');
    run.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
