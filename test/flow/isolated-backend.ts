import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, inject } from 'vitest';
import { freePorts } from '../free-ports.ts';

/** A program that runs beside the test, and its output so far. */
export interface Running {
  readonly child: ChildProcess;
  said(): string;
  readonly ended: Promise<number | null>;
}

/**
 * Returns functions that start a backend of the test's own, kill it and run programs against it. The backend
 * starts as for a user, or faster with the `synthesised` stacks of the common backend.
 */
export async function startIsolatedBackend({ synthesised = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'anju-another-'));
  const stateDir = join(folder, 'state');
  const port = await freePorts();
  const env = {
    ...process.env,
    ANJU_STATE: stateDir,
    ANJU_PORT: String(port),
    // Tests kill the backend at any moment, also while a program starts.
    ANJU_WAIT: '600',
    ...(synthesised && { ANJU_ASSEMBLY: inject('backend').assembly }),
    NODE_OPTIONS: '',
  };
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]): Running => {
    // A restart uses the stacks synthesised at the first start.
    const own = join(stateDir, 'cdk.out');
    const assembly = existsSync(join(own, 'manifest.json')) ? { ANJU_ASSEMBLY: own } : {};
    const child = spawn(process.execPath, args, { env: { ...env, ...assembly }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += String(chunk);
      });
    }
    const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
    return { child, said: () => text, ended: exit.finally(() => running.delete(child)) };
  };
  const start = async (): Promise<Running> => {
    const started = run('infra/local/start.ts');
    while (!started.said().includes('ready')) {
      if (started.child.exitCode !== null) throw new Error(`the backend did not start: ${started.said()}`);
      await wait(50);
    }
    return started;
  };
  /** Kills the backend, or the backend and its database, with SIGKILL. */
  const kill = async ({ child, ended }: Running, what: 'backend' | 'backend and database' = 'backend') => {
    const engine = Number(readFileSync(join(stateDir, 'dynamodb.pid'), 'utf8'));
    child.kill('SIGKILL');
    if (what === 'backend and database') process.kill(engine, 'SIGKILL');
    await ended;
  };
  const at = { apiUrl: `http://127.0.0.1:${port}`, issuerUrl: `http://127.0.0.1:${port + 1}` };
  return { folder, at, run, start, kill };
}
