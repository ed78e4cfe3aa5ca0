import * as z from 'zod';

const timeSchema = z.object({ now: z.iso.datetime() });

/** The clock of a local run: it can be moved ahead, and everything that falls due on the way is done. */
export class LocalClockClient {
  readonly #url: string;
  #ahead = 0;

  constructor({ issuerUrl }: { issuerUrl: string }) {
    this.#url = `${issuerUrl}/clock`;
  }

  /** What time it is for the backend, as far as is known here. */
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async read(): Promise<Date> {
    return this.#took(await fetch(this.#url));
  }

  /** Moves the clock of the backend and waits until nothing goes on there. Nothing when it is later already. */
  async moveTo(instant: Date): Promise<void> {
    if (instant <= (await this.read())) return;
    const reply = await fetch(this.#url, { method: 'POST', body: JSON.stringify({ now: instant.toISOString() }) });
    await this.#took(reply);
  }

  async #took(reply: Response): Promise<Date> {
    if (!reply.ok) throw new Error(`The clock of the backend: ${reply.status} ${await reply.text()}`);
    const now = new Date(timeSchema.parse(await reply.json()).now);
    this.#ahead = now.getTime() - Date.now();
    return now;
  }
}
