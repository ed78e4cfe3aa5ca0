import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { addressesFrom } from '../../local/addresses.ts';
import { startProxy } from './proxy.ts';

const program = fileURLToPath(new URL('./backend.ts', import.meta.url));

/** A backend with proxies in front of its engines, all of which can be made to fail. */
export class Machine {
  readonly stateDir: string;
  readonly addresses: ReturnType<typeof addressesFrom>;
  readonly #port: number;
  readonly #proxies: readonly Awaited<ReturnType<typeof startProxy>>[];
  readonly #reached: object;
  #child: ChildProcess | undefined;
  #aheadMs = 0;

  private constructor(of: { stateDir: string; port: number; proxies: Machine['faults']; reached: object }) {
    this.stateDir = of.stateDir;
    this.addresses = addressesFrom(of.port);
    this.#port = of.port;
    this.#proxies = of.proxies;
    this.#reached = of.reached;
  }

  /** Starts the proxies, which are calm at first. Uses ten ports from `port` on. */
  static async with(stateDir: string, port: number, seed: number): Promise<Machine> {
    const { dynamodb, sqs, ses } = addressesFrom(port);
    const proxies = [
      await startProxy({ service: 'dynamodb', port: port + 7, target: dynamodb, seed }),
      await startProxy({ service: 'sqs', port: port + 8, target: sqs, seed }),
      await startProxy({ service: 'ses', port: port + 9, target: ses, seed }),
    ];
    const at = (offset: number) => `http://127.0.0.1:${port + offset}`;
    return new Machine({ stateDir, port, proxies, reached: { dynamodb: at(7), sqs: at(8), ses: at(9) } });
  }

  get faults() {
    return this.#proxies;
  }

  /** Lets the proxies make faults, or stop making them. */
  set isCalm(calm: boolean) {
    for (const proxy of this.#proxies) proxy.isCalm = calm;
  }

  /** Lets every message be delivered twice, or once again. */
  set isDoubling(doubling: boolean) {
    for (const proxy of this.#proxies) if (proxy.service === 'sqs') proxy.isDoubling = doubling;
  }

  /** Number of requests of the functions to the queues so far. */
  get messages(): number {
    return this.#proxies.reduce((sum, { service, requests }) => sum + (service === 'sqs' ? requests : 0), 0);
  }

  /** Starts the backend and waits until it answers. */
  async start(): Promise<void> {
    const own = join(this.stateDir, 'cdk.out');
    const assembly = process.env.ANJU_ASSEMBLY ?? (existsSync(join(own, 'manifest.json')) ? own : undefined);
    const settings = { stateDir: this.stateDir, port: this.#port, assembly, reached: this.#reached };
    const child = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const log = createWriteStream(join(this.stateDir, 'backend.log'), { flags: 'a' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said = (said + String(text)).slice(-4_000);
        log.write(text);
      });
    }
    while (!said.includes('ready')) {
      if (child.exitCode !== null) throw new Error(`The backend did not start:\n${said}`);
      await wait(50);
    }
  }

  /** Kills the backend with its queues, functions and gateway. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  get #engine(): number {
    return Number(readFileSync(join(this.stateDir, 'dynamodb.pid'), 'utf8'));
  }

  /** Sends a signal to the DynamoDB engine. The backend starts an engine that ended again. */
  signalEngine(signal: NodeJS.Signals): void {
    try {
      process.kill(this.#engine, signal);
    } catch {
      // It is just starting again.
    }
  }

  /**
   * Limits the size to which the files of the engine may grow to half of what they have, or lifts the limit.
   * The engine then cannot write, as on a full disk. Returns false where the machine has no `prlimit`.
   */
  limitEngine(isLimited: boolean): boolean {
    const size = Math.floor(statSync(join(this.stateDir, 'dynamodb.db')).size / 2);
    const limit = isLimited ? `${size}:` : 'unlimited:';
    try {
      execFileSync('prlimit', ['--pid', String(this.#engine), `--fsize=${limit}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }

  /** Asks the backend's process for something: see backend.ts. */
  async ask(path: string): Promise<unknown> {
    const reply = await fetch(`http://127.0.0.1:${this.#port + 6}${path}`, { method: 'POST' });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  }

  /** Returns a secret of the backend by a part of its name. */
  secret(purpose: string): string {
    const name = readdirSync(this.stateDir).find((one) => one.startsWith('secret-') && one.includes(purpose));
    return readFileSync(join(this.stateDir, name ?? purpose), 'utf8');
  }

  /** The time of the backend. */
  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  async moveClock(ms: number): Promise<void> {
    this.#aheadMs += ms;
    await this.ask(`/move-clock?to=${this.now().toISOString()}`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    for (const proxy of this.#proxies) proxy.stop();
  }
}
