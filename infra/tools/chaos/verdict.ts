import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { PatientClient, Register } from './course.ts';
import { estateId, people } from './estate.ts';
import type { Homes } from './homes.ts';
import type { Machine } from './machine.ts';
import { type NoticeRecord, noticeSchema, type Records, readRecords } from './records.ts';
import { type QueueNow, queuesEmpty, queuesNow } from './rest.ts';

const minute = 60_000;
/** How many requests are repeated, and how old they may be: after a day the backend has forgotten a key. */
const repeated = 400;
const repeatableMs = 22 * 60 * minute;

/** Statuses of a notice that need nothing more. */
const ended = ['delivered', 'bounced', 'complained', 'failed', 'no-address'];

/** Returns the notices that are neither sent, nor failed, nor wait for a time that they name. */
function unaccounted(notices: readonly NoticeRecord[], now: Date): NoticeRecord[] {
  return notices.filter(({ status, sendAfter }) => {
    const isHeld = sendAfter !== undefined && new Date(sendAfter) > now;
    return !ended.includes(status) && !(status === 'held' && isHeld);
  });
}

/** Does everything at once, some at a time. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const worker = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

function notices(client: PatientClient): Promise<NoticeRecord[]> {
  return client.whole(noticeSchema, `/v1/notices?estateId=${estateId}`, people.auditor);
}

function endFaults(machine: Machine): void {
  machine.isCalm = true;
  machine.signalEngine('SIGCONT');
  machine.limitEngine(false);
}

/**
 * Lets the backend do what is left. Jobs run some times, with the clock a little later,
 * until every notice is accounted for. Returns the queues that do not become empty.
 */
async function comeToRest({ machine, register }: Run): Promise<QueueNow[]> {
  let busy: QueueNow[] = [];
  for (let round = 0; round < 12; round += 1) {
    await machine.moveClock(10 * minute);
    await machine.ask('/run-jobs');
    await machine.ask(`/idle?ms=${10 * minute}`);
    busy = await queuesEmpty(machine.addresses.sqs, 5 * minute);
    if (busy.length === 0 && unaccounted(await notices(register.client), machine.now()).length === 0) break;
    await wait(1_000);
  }
  return busy;
}

/** Sends acknowledged requests again: each must get its first answer and change nothing. */
async function repeat({ machine, register }: Run): Promise<void> {
  const isKept = ({ at }: { at: Date }) => machine.now().getTime() - at.getTime() < repeatableMs;
  await each(register.acknowledged.filter(isKept).slice(-repeated), async ({ path, send, answer }) => {
    const again = await register.client.send('POST', path, send);
    register.count('acknowledged posts sent again at the end');
    if (again.status === answer.status && isDeepStrictEqual(again.body, answer.body)) return;
    register.wrong.push(`doubled: ${path} under ${send.key} now answers ${again.status} ${JSON.stringify(again.body)}`);
  });
}

/** Templates of which a recipient gets one for each subject. */
const onceEach = ['ticket-received', 'survey-invitation', 'bill-published', 'handover-notice', 'ticket-replied'];

function wrongNotices(records: Records, now: Date): string[] {
  const wrong = unaccounted(records.notices, now).map(
    ({ noticeId, status, template }) => `unaccounted: the notice ${noticeId} (${template}) is ${status}`,
  );
  const same = Map.groupBy(
    records.notices.filter(({ template }) => onceEach.includes(template)),
    ({ template, aboutId, recipient }) => `${template} about ${aboutId} to ${recipient.id}`,
  );
  for (const [what, some] of same) if (some.length > 1) wrong.push(`doubled: ${some.length} notices ${what}`);
  for (const { noticeId, status, attempts } of records.notices) {
    const mails = records.mails.get(noticeId)?.length ?? 0;
    if (mails > attempts) wrong.push(`doubled: ${mails} mails of ${noticeId}, which was sent ${attempts} times`);
    if (status === 'delivered' && mails === 0) wrong.push(`lost: ${noticeId} is delivered, but there is no mail`);
  }
  return wrong;
}

/** Runs a command against the backend, as a person does. Returns its exit code and what it printed. */
async function run(
  { machine }: Pick<Run, 'machine'>,
  file: string,
  ...args: string[]
): Promise<{ code: number | null; said: string }> {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const env = { ...process.env, ANJU_STATE: machine.stateDir, ANJU_PORT: new URL(machine.addresses.gateway).port };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += String(text);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, said: said.trim() };
}

/** Sends dead letters back, as an operator does after an outage. Returns whether there were any. */
async function redriveAll(of: Pick<Run, 'machine' | 'register'>): Promise<boolean> {
  const dead = (await queuesNow(of.machine.addresses.sqs)).filter(({ isDead, messages }) => isDead && messages > 0);
  for (const { name } of dead) {
    of.register.count('dead letters: queues redriven');
    console.log((await run(of, '../redrive/redrive.ts', '--stage', 'local', '--queue', name)).said);
  }
  return dead.length > 0;
}

/**
 * Sends dead letters back while people work, because some of them wait for what a dead letter would do: an
 * alarm calls an operator on AWS, too.
 */
export async function answerAlarms(of: Pick<Run, 'machine' | 'register'>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(15_000);
    // While the backend is down, nothing answers.
    await redriveAll(of).catch(() => of.register.count('operator: no answer'));
  }
}

/** Returns the months from one instant to another, as `2026-11`. */
function monthsBetween(from: Date, to: Date): string[] {
  const months = new Set<string>();
  for (let at = from.getTime(); at < to.getTime() + 24 * 60 * minute; at += 24 * 60 * minute) {
    months.add(new Date(at).toISOString().slice(0, 7));
  }
  return [...months];
}

interface Run {
  readonly machine: Machine;
  readonly register: Register;
  readonly homes: Homes;
  readonly began: Date;
  readonly say: (what: string) => void;
}

const sumOf = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((all, one) => all + one, 0);

/** Lets everything come to rest, compares what was acknowledged with what is there, and prints the result. */
export async function verdict(of: Run): Promise<boolean> {
  const { machine, register, homes, say } = of;
  const { client, wrong, promised } = register;
  say('everything comes to rest');
  endFaults(machine);
  // Messages of functions that died are visible again at once after a restart, and not only after their
  // timeout.
  await machine.kill();
  await machine.start();
  let busy = await comeToRest(of);
  for (let round = 0; round < 3 && (await redriveAll(of)); round += 1) busy = await comeToRest(of);
  for (const { name, messages } of busy) wrong.push(`not at rest: ${messages} messages in ${name}`);
  say('acknowledged requests are sent again');
  await repeat(of);
  await machine.ask(`/idle?ms=${10 * minute}`);
  say(`${promised.length} promises are checked`);
  const at = { estateId, as: people.auditor, mailUrl: machine.addresses.ses };
  const records = await readRecords(client, { ...at, months: monthsBetween(of.began, machine.now()) });
  await each(promised, async ({ by, check }) => {
    const flaw = await check(records).catch((error: unknown) => String(error));
    if (flaw) wrong.push(`${by}: ${flaw}`);
  });
  wrong.push(...wrongNotices(records, machine.now()));
  wrong.push(...(await homes.wrong()));
  const ledger = await run(of, '../audit/verify-ledger.ts');
  console.log(ledger.said.split('\n').at(-1));
  if (ledger.code !== 0) wrong.push(`the ledger has flaws:\n${ledger.said}`);
  const dead = (await queuesNow(machine.addresses.sqs)).filter(({ isDead, messages }) => isDead && messages > 0);

  for (const proxy of machine.faults) {
    const kinds = [...proxy.made].map(([what, count]) => `${what} ${count}`).sort();
    console.log(`${proxy.service}: ${proxy.requests} requests, ${sumOf(proxy.made)} faults (${kinds.join(', ')})`);
  }
  for (const [what, count] of [...register.counts].sort()) console.log(`${what}: ${count}`);
  const byStatus = Map.groupBy(records.notices, ({ status }) => status);
  console.log(`notices: ${[...byStatus].map(([status, some]) => `${status} ${some.length}`).join(', ')}`);
  console.log(`answers by status: ${JSON.stringify(Object.fromEntries([...client.statuses].sort()))}`);
  for (const { name, messages } of dead) console.log(`dead letters: ${messages} in ${name}`);
  console.log(`promises: ${promised.length}`);
  if (wrong.length > 0) console.log(`\nWRONG: ${wrong.length}`);
  for (const line of wrong.slice(0, 50)) console.log(`✗ ${line}`);
  return wrong.length === 0;
}
