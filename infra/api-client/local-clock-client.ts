import * as z from 'zod';

const timeSchema = z.object({ now: z.iso.datetime() });

/** A client of the local run's clock. It can be moved forward; due jobs then run. */
export class LocalClockClient {
  readonly #url: string;
  #ahead = Number.NEGATIVE_INFINITY;

  constructor({ issuerUrl }: { issuerUrl: string }) {
    this.#url = `${issuerUrl}/clock`;
  }

  /** Returns the backend's time, computed from the answers so far. */
  now(): Date {
    return new Date(Date.now() + (Number.isFinite(this.#ahead) ? this.#ahead : 0));
  }

  async read(): Promise<Date> {
    return this.#took(await fetch(this.#url));
  }

  /**
   * Moves the backend's clock forward and waits until the backend is idle. Does nothing for an earlier time.
   */
  async moveTo(instant: Date): Promise<void> {
    if (instant <= (await this.read())) return;
    const reply = await fetch(this.#url, { method: 'POST', body: JSON.stringify({ now: instant.toISOString() }) });
    await this.#took(reply);
    // The backend may have become idle long after it read its clock.
    await this.read();
  }

  async #took(reply: Response): Promise<Date> {
    if (!reply.ok) throw new Error(`The backend's clock answered ${reply.status}: ${await reply.text()}`);
    const now = new Date(timeSchema.parse(await reply.json()).now);
    // An answer is old when it arrives. The clock only moves forward, so the greatest difference is right.
    this.#ahead = Math.max(this.#ahead, now.getTime() - Date.now());
    return now;
  }
}
