import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesise } from '../../infra/local/assembly.ts';
import { listen } from '../../infra/local/http.ts';
import { startLocal } from '../../infra/local/run.ts';
import { freePorts } from '../free-ports.ts';

declare module 'vitest' {
  interface ProvidedContext {
    backend: {
      apiUrl: string;
      issuerUrl: string;
      mailUrl: string;
      dynamodbUrl: string;
      sqsUrl: string;
      controlUrl: string;
      stateDir: string;
      assembly: string;
    };
  }
}

// All test projects of a run are set up in this process, one after the other. They share one synthesised
// assembly.
const assembly = join(tmpdir(), `anju-synthesised-${process.pid}`);

/** Queues parallel test files that want the same job, in the order of their requests. */
function turnsByName() {
  const waiting = new Map<string, (() => void)[]>();
  return {
    take: async (name: string): Promise<void> => {
      const others = waiting.get(name);
      if (others) await new Promise<void>((begin) => others.push(begin));
      else waiting.set(name, []);
    },
    end: (name: string): void => {
      const begin = waiting.get(name)?.shift();
      if (begin) begin();
      else waiting.delete(name);
    },
  };
}

/** Returns the log lines of operations that answered a problem which their route does not declare. */
function undeclaredProblems(stateDir: string): string[] {
  const lines = globSync(join(stateDir, 'logs/*')).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return [...new Set(lines.flatMap((line) => /"undeclared problem",.*?\}/.exec(line)?.slice(0, 1) ?? []))];
}

/**
 * Starts the synthesised stacks with the real engines for all tests of a project. `standsAt`: see
 * `LocalRunOptions`.
 */
export async function backendForTests({ provide }: TestProject, standsAt?: Date): Promise<() => Promise<void>> {
  if (!existsSync(join(assembly, 'manifest.json'))) await synthesise(assembly);
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-flow-'));
  const port = await freePorts();
  const options = { stateDir, port, assembly, schedules: false, patience: 10 };
  const run = await startLocal({ ...options, ...(standsAt && { standsAt }) });
  const controlUrl = `http://127.0.0.1:${port + 6}`;
  const turns = turnsByName();
  // Tests run in other processes. They control the local run through this server.
  const control = await listen(
    port + 6,
    async ({ url }) => {
      if (url.pathname === '/idle') await run.idle(600_000, url.searchParams.get('about')?.split(','));
      else if (url.pathname === '/clock') run.clock.moveTo(new Date(String(url.searchParams.get('to'))));
      else if (url.pathname === '/turn') await turns.take(String(url.searchParams.get('name')));
      else if (url.pathname === '/turn/end') turns.end(String(url.searchParams.get('name')));
      else if (url.pathname === '/job')
        return { status: 200, body: JSON.stringify(await run.runJob(String(url.searchParams.get('name')))) };
      else return { status: 404 };
      return { status: 200 };
    },
    (line) => console.error(line),
  );
  const { apiUrl, issuerUrl, mailUrl, dynamodbUrl, sqsUrl } = run;
  provide('backend', { apiUrl, issuerUrl, mailUrl, dynamodbUrl, sqsUrl, controlUrl, stateDir, assembly });
  return async () => {
    await control.stop();
    await run.stop();
    const undeclared = undeclaredProblems(stateDir);
    for (const folder of [stateDir, assembly]) rmSync(folder, { recursive: true, force: true });
    if (undeclared.length > 0) throw new Error(`Routes miss codes in throws:\n${undeclared.join('\n')}`);
  };
}
