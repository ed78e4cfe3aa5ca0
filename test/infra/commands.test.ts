import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { freePorts } from '../free-ports.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file] = /^node (\S+\.ts)$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file }];
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/**
 * Runs a command as a person does, but in this process, which saves the start of another. Returns its exit
 * code and what it printed.
 */
async function run(name: string, args: readonly string[], port?: number): Promise<{ code: unknown; said: string }> {
  const file = resolve(commands.find((one) => one.name === name)?.file ?? '');
  const free = port ?? (await freePorts());
  vi.stubEnv('ANJU_PORT', String(free));
  vi.stubEnv('LEDGER_TABLE', '');
  vi.stubEnv('ANJU_STATE', join(tmpdir(), `anju-none-${free}`));
  vi.spyOn(process, 'argv', 'get').mockReturnValue([process.execPath, file, ...args]);
  const said: string[] = [];
  for (const to of ['log', 'error'] as const) {
    vi.spyOn(console, to).mockImplementation((line) => said.push(String(line)));
  }
  vi.resetModules();
  await import(file);
  return { code: process.exitCode ?? 0, said: said.join('\n') };
}

describe.each(commands)('$name', ({ name }) => {
  test('says how it is used', async () => {
    const { code, said } = await run(name, ['--help']);
    expect(said).toMatch(name === 'start' ? /^Usage: npm start/ : new RegExp(`^Usage: npm run ${name}( |$)`));
    expect(code).toBe(0);
  });

  test('names an option that it does not know, and says how it is used', async () => {
    const { code, said } = await run(name, ['--no-such-option']);
    expect(said).toMatch(/^Unknown option '--no-such-option'\.\nUsage: npm /);
    expect(code).toBe(1);
  });
});

test.each([
  ['replay', ['package.json', '--as', 'cn'], /^No backend answers at http:\/\/127.0.0.1:\d+. Start one with npm start/],
  ['replay', ['package.json'], /^No backend answers at/],
  ['replay-readings', ['no-such-file.csv'], /^There is no file no-such-file.csv. Check the path.$/],
  ['bill-month', ['infra'], /^infra is a folder. Name a file.$/],
  ['hand-over', [], /^Name one file.\nUsage: npm run hand-over/],
  ['survey-campaign', ['--households', 'all'], /^--households needs a whole number instead of all.$/],
  ['demo', [], /^No backend answers at/],
  ['demo', ['now'], /^Unexpected argument 'now'.\nUsage: npm run demo/],
  ['export-journal', ['--estate', 'e', '--month', '2026-10'], /^No backend answers at/],
  ['triage', ['no-such-file.tsv'], /^There is no file no-such-file.tsv. Check the path.$/],
  ['triage', ['package.json', '--half', 'third'], /^--half is odd or even.\nUsage: npm run triage/],
  ['verify-ledger', [], /^There is no backend in .* Set ANJU_STATE to its folder, or LEDGER_TABLE to a table in AWS.$/],
  ['reindex', ['--table', 'tickets'], /^There is no backend in .* Set ANJU_STATE to its folder, or --stage to a stage/],
  ['restore-drill', [], /^There is no backend in .* Set ANJU_STATE to its folder, or --stage to a stage/],
  [
    'restore-drill',
    ['--at', 'yesterday'],
    /^--at needs an instant such as 2026-11-28T10:00:00Z instead of yesterday.$/,
  ],
  ['restore-drill', ['--at', '2026-11-28T10:00:00Z'], /^The local engine keeps no history. Leave out --at, or name/],
  ['reindex', ['--table', 'bills'], /^Name a table with --table: owners, tickets, handovers, ledger.\nUsage/],
  ['reindex', ['--table', 'tickets', '--rate', '0'], /^--rate needs at least 1 unit a second.$/],
  [
    'reindex',
    ['--table', 'tickets', '--stage', 'moon'],
    /^There is no stage moon. Give one of demo, staging, production/,
  ],
  ['check-protection', [], /^Give a stage: --stage demo/],
  ['bench-dunning', ['--runs', 'many'], /^--runs needs a whole number instead of many.$/],
])('%s %j fails with a sentence that says what to do', async (name, args, sentence) => {
  const { code, said } = await run(name, args);
  expect(said).toMatch(sentence);
  expect(code).toBe(1);
});

test('npm start says which port is in use', async () => {
  const port = await freePorts();
  const other = createServer();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  const { code, said } = await run('start', [], port);
  other.close();
  expect(said).toContain(`Port ${port} is in use. Stop the other program, or choose other ports with ANJU_PORT`);
  expect(code).toBe(1);
});
