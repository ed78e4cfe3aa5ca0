import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePorts } from '../free-ports.ts';

/** Runs a command as a person does; returns its exit code and what it printed. */
function run(file: string, args: readonly string[], port: number): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ANJU_PORT: String(port), ANJU_STATE: join(tmpdir(), `anju-none-${port}`) };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env: { ...env, NODE_OPTIONS: '' } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err }),
    );
  });
}

test.each([
  ['infra/tools/replay/replay.ts', ['file.csv', '--as', 'cn'], 'No backend answers at'],
  ['infra/tools/demo/demo.ts', [], 'No backend answers at'],
  ['infra/tools/audit/export-journal.ts', ['--estate', 'e', '--month', '2026-10'], 'No backend answers at'],
  ['infra/tools/audit/triage.ts', ['no-such-file.tsv'], 'There is no file no-such-file.tsv. Check the path.'],
  ['infra/tools/audit/verify-ledger.ts', ['--all'], "Unknown option '--all'.\nUsage: npm run verify-ledger"],
  ['infra/tools/audit/check-protection.ts', [], 'Give a stage: --stage demo'],
])('%s %j fails with a sentence that says what to do, and without a stack trace', async (file, args, sentence) => {
  const { code, said } = await run(file, args, await freePorts());
  expect(said).toContain(sentence);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});

test.each(['replay/replay', 'simulate/bill-month', 'simulate/hand-over', 'demo/demo'])(
  '%s says how it is used',
  async (name) => {
    const { code, said } = await run(`infra/tools/${name}.ts`, ['--help'], await freePorts());
    expect(said).toMatch(/^Usage: npm run [a-z-]+/);
    expect(code).toBe(0);
  },
);

test('npm start says which port is in use', async () => {
  const port = await freePorts();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const { code, said } = await run('infra/local/start.ts', [], port);
  other.close();
  expect(said).toContain(`Port ${port} is in use. Stop the other program, or choose other ports with ANJU_PORT`);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});
