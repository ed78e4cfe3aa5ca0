import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from '../api-client/api-client.ts';
import { basePort } from './addresses.ts';
import { command } from './command.ts';
import { demoPeople, enterDemoEstate } from './demo-estate.ts';
import { startLocal } from './run.ts';

/* `npm start`: runs the whole backend on this machine and creates a demo estate. */

const usage = `Usage: npm start
  ANJU_STATE=FOLDER     keeps the data in another folder than .local
  ANJU_PORT=5500        uses six ports from this one on instead of 4500
  ANJU_ASSEMBLY=FOLDER  runs an existing assembly, such as the output of npm run synth`;

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

await command({ usage, options: {} }, async () => {
  const began = Date.now();
  const print = (what: string) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`);
  let doing = '';
  const progress = (what: string) => {
    doing = what;
    print(what);
  };
  const patience = setInterval(() => print(`still ${doing}`), 5_000).unref();
  const stateDir = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
  const assembly = process.env.ANJU_ASSEMBLY;
  await tryPorts();
  const run = await startLocal({ stateDir, progress, ...(assembly && { assembly }) });
  progress('creating the demo estate');
  try {
    await enterDemoEstate(new ApiClient(run));
  } catch (error) {
    // Engines and workers would keep a failed start running for ever.
    await run.stop();
    throw error;
  } finally {
    clearInterval(patience);
  }
  print('ready');

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
});
