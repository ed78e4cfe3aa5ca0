import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { listen } from '../../infra/local/http.ts';
import { startLocal } from '../../infra/local/run.ts';
import { freePorts } from '../free-ports.ts';

declare module 'vitest' {
  interface ProvidedContext {
    house: { apiUrl: string; issuerUrl: string; mailUrl: string; controlUrl: string; stateDir: string };
  }
}

/** One house for all flow tests: the synthesised stacks with the real engines. Each test file has an estate of its own. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-flow-'));
  const port = await freePorts();
  const run = await startLocal({ stateDir, port, schedules: false });
  const controlUrl = `http://127.0.0.1:${port + 6}`;
  // Tests run in other processes: what only the runner itself knows is asked of it here.
  const control = await listen(
    port + 6,
    async ({ url }) => {
      if (url.pathname === '/idle') await run.idle();
      else if (url.pathname === '/job')
        return { status: 200, body: JSON.stringify(await run.runJob(String(url.searchParams.get('name')))) };
      else return { status: 404 };
      return { status: 200 };
    },
    (line) => console.error(line),
  );
  const { apiUrl, issuerUrl, mailUrl } = run;
  provide('house', { apiUrl, issuerUrl, mailUrl, controlUrl, stateDir });
  return async () => {
    await control.stop();
    await run.stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
}
