import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const readySchema = z.object({
  ready: z.object({
    apiUrl: z.string(),
    issuerUrl: z.string(),
    mailUrl: z.string(),
    dynamodbUrl: z.string(),
    sqsUrl: z.string(),
  }),
});
const cpuSchema = z.object({ functions: z.number(), whole: z.number(), engine: z.number() });
const repliedSchema = z.object({ id: z.number(), cpu: cpuSchema.optional() });

/** Processor time in milliseconds: of the functions, of their whole process, and of the DynamoDB engine. */
export type ProcessorTime = z.infer<typeof cpuSchema>;

/** The local backend in a process of its own, so that its processor time is not that of the measurement. */
export class Backend {
  readonly urls: z.infer<typeof readySchema>['ready'];
  readonly #child: ChildProcess;
  #asked = 0;

  private constructor(child: ChildProcess, urls: Backend['urls']) {
    this.#child = child;
    this.urls = urls;
  }

  /** Starts a backend on a folder of data. @throws Error when it ends instead. */
  static async start(stateDir: string, port: number, assembly: string): Promise<Backend> {
    const script = fileURLToPath(new URL('./backend-process.ts', import.meta.url));
    const child = fork(script, [stateDir, String(port), assembly], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const first: unknown[] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The backend ended with ${String(code)} before it was ready.`);
      }),
    ]);
    return new Backend(child, readySchema.parse(first[0]).ready);
  }

  async #ask(what: 'idle' | 'cpu' | 'stop'): Promise<ProcessorTime | undefined> {
    this.#asked += 1;
    const id = this.#asked;
    this.#child.send({ id, what });
    for (;;) {
      const [message]: unknown[] = await once(this.#child, 'message');
      const replied = repliedSchema.parse(message);
      if (replied.id === id) return replied.cpu;
    }
  }

  /** Waits until all consequences of earlier requests are done. */
  async idle(): Promise<void> {
    await this.#ask('idle');
  }

  /** Returns the processor time so far. */
  async cpu(): Promise<ProcessorTime> {
    return cpuSchema.parse(await this.#ask('cpu'));
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.#ask('stop');
    await ended;
  }
}
