import { createServer } from 'node:net';

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * Returns the first of seven free ports in a row, for a local run beside others. They are below the ports
 * that the operating system gives to programs by itself.
 */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + 10 * Math.floor(Math.random() * 1_200);
    const free = await Promise.all(Array.from({ length: 7 }, (_, offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
}
