import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import { changeOf, ref, type TicketRules, withFacts } from '../../../../functions/service/tickets/change-ticket.ts';
import { fireSlaTimers } from '../../../../functions/service/tickets/escalate-ticket.ts';
import { explainSlaTimer } from '../../../../functions/service/tickets/explain-sla-timer.ts';
import type { Fact } from '../../../../functions/service/tickets/facts.ts';
import {
  countedFromRaise,
  defaultSlaPolicy,
  rulesFor,
  type SlaTarget,
  type SlaTimerName,
} from '../../../../functions/service/tickets/sla.policy.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import type { AnyEvent } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import {
  nextWorkingDay,
  workingDay,
  workingDaysBetween,
  workingTimeBetween,
} from '../../../../shared/kernel/working-calendar.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.mock('../../../../functions/register/owners/public.ts', () => ({ staffOfEstate: async () => [] }));

const calendar = stateCouncilCalendar();
const rules: TicketRules = { calendar };
const minute = 60_000;
const start = Date.parse('2025-03-03T02:00:00Z');
const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();

const rulesets: readonly (readonly SlaTarget[])[] = [
  rulesFor(defaultSlaPolicy, { type: 'repair', severity: 'emergency', category: 'other' }),
  rulesFor(defaultSlaPolicy, { type: 'repair', severity: 'normal', category: 'other' }),
  rulesFor(defaultSlaPolicy, { type: 'complaint', severity: 'normal', category: 'other' }),
];

/** A fact of a ticket, when it happened, and when it was entered. */
interface Entry {
  fact: Omit<Fact, 'at'>;
  at: number;
  entered: number;
}

/*
 * The oracle: follows the rules R2, R2.1, R13.3, R41.2, R74.3 and R74.4 by adding up time, without any SLA
 * timer.
 */

const steps: Readonly<Record<SlaTimerName, { from: Fact['what']; met: readonly Fact['what'][]; again: boolean }>> = {
  acknowledge: {
    from: 'received',
    met: ['acknowledged', 'dispatched', 'replied', 'resolved', 'closed', 'withdrawn'],
    again: false,
  },
  dispatch: { from: 'received', met: ['dispatched', 'arrived', 'resolved', 'closed', 'withdrawn'], again: true },
  arrive: { from: 'received', met: ['arrived', 'resolved', 'closed', 'withdrawn'], again: true },
  reply: { from: 'received', met: ['replied', 'resolved', 'closed', 'withdrawn'], again: true },
  finish: { from: 'received', met: ['resolved', 'closed', 'withdrawn'], again: true },
  close: { from: 'received', met: ['closed', 'withdrawn'], again: true },
  callBack: { from: 'resolved', met: ['followed-up', 'reopened', 'withdrawn'], again: false },
  handOver: { from: 'offered', met: ['taken-over', 'handed-back', 'resolved', 'closed', 'withdrawn'], again: false },
  acknowledgementLetter: {
    from: 'received',
    met: ['acknowledgement-letter', 'interim-letter', 'answer-letter', 'withdrawn'],
    again: false,
  },
  interimLetter: { from: 'received', met: ['interim-letter', 'answer-letter', 'withdrawn'], again: false },
  answerLetter: { from: 'received', met: ['answer-letter', 'withdrawn'], again: true },
  eightWeekLetter: { from: 'received', met: ['eight-week-letter', 'closed', 'withdrawn'], again: true },
};
const turns: readonly Fact['what'][] = ['waiting', 'resumed', 'resolved', 'closed', 'reopened', 'withdrawn'];

interface Verdict {
  overdue: boolean;
  usedMs: number;
}

/** Returns whether a step is overdue at the end, and its used time; undefined when it was never promised. */
function oracle(name: SlaTimerName, unordered: readonly Entry[], endMs: number): Verdict | undefined {
  const course = [...unordered].sort((a, b) => a.at - b.at);
  const { from, met, again } = steps[name];
  const upTo = (at: number) => course.filter((one) => one.at <= at);
  const ruleAt = (at: number) =>
    upTo(at)
      .findLast(({ fact }) => fact.rules)
      ?.fact.rules?.find(({ timer }) => timer === name);
  const lastAt = (at: number, what: readonly Fact['what'][]) =>
    upTo(at).findLast(({ fact }) => what.includes(fact.what))?.at ?? Number.NEGATIVE_INFINITY;
  /**
   * Returns since when the step is owed at an instant: the receipt or last reopening, an offer, a completion.
   */
  const owedSince = (at: number) => lastAt(at, again && from === 'received' ? ['received', 'reopened'] : [from]);
  const isDone = (at: number) => lastAt(at, met) >= owedSince(at);
  const isWaiting = (at: number) => upTo(at).findLast(({ fact }) => turns.includes(fact.what))?.fact.what === 'waiting';
  const moments = course.map(({ at }) => at);
  /** When the ticket became an emergency while the step was open: the step counts from there (R74.4). */
  const raises = course
    .filter(({ fact, at }) => fact.countsFromHere?.includes(name) && !isDone(at))
    .map(({ at }) => at);

  // A step begins when it is first promised and owed. A step that starts at the receipt still counts from the
  // receipt.
  const isBeginning = ({ fact, at }: Entry) =>
    ruleAt(at) !== undefined &&
    owedSince(at) > Number.NEGATIVE_INFINITY &&
    !isDone(at) &&
    (from === 'received' || fact.what === from);
  const begun = name === 'callBack' ? course.findLast(isBeginning) : course.find(isBeginning);
  if (!begun) return undefined;
  const origin = Math.max(from === 'received' ? owedSince(begun.at) : begun.at, ...raises);
  const ruleFrom = (at: number) => (at < begun.at ? ruleAt(begun.at) : ruleAt(at));

  const cuts = [...moments.filter((at) => at >= origin && at < endMs), endMs];
  const doneAt = () => {
    const since = Math.max(origin, name === 'callBack' ? origin : owedSince(endMs));
    const done = course.find(({ fact, at }) => at >= since && at <= endMs && met.includes(fact.what));
    return done?.at;
  };
  const firstDay = nextWorkingDay(calendar, origin);
  const until = doneAt() ?? endMs;
  const usedBy = (end: number) =>
    cuts.slice(0, -1).reduce((used, a, i) => {
      const b = Math.min(cuts[i + 1] ?? endMs, end);
      const rule = ruleFrom(a);
      if (b <= a || !rule || isDone(a) || (isWaiting(a) && rule.pauses)) return used;
      if (rule.counts === 'elapsed') return used + b - a;
      if (rule.counts === 'working') return used + workingTimeBetween(calendar, a, b);
      return used + workingDaysBetween(calendar, Math.max(a, firstDay), b);
    }, 0);
  const usedMs = usedBy(until);
  const rule = ruleFrom(Math.max(until - 1, origin));
  if (!rule) return { overdue: false, usedMs };
  const reopened = lastAt(until, ['reopened']);
  const agreedSince = Math.max(reopened, ...raises);
  const agreed = upTo(until).findLast(
    ({ fact, at }) => fact.what === 'appointed' && at < until && at > agreedSince,
  )?.fact;
  if (name === 'arrive' && agreed?.until) return { overdue: until > Date.parse(agreed.until), usedMs };
  const target = rule.target * (rule.counts === 'working-days' ? workingDay : minute);
  // Overdue: the target was used up before the step was done.
  return { overdue: usedBy(until - 1) >= target, usedMs };
}

/* Random tickets: a course of facts that the API allows, each entered at once or days later. */

const pieces = fc.array(
  fc.record({
    what: fc.nat(19),
    minutes: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2_000 })),
    delay: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 6_000 })),
    rules: fc.nat(2),
    raises: fc.boolean(),
    ahead: fc.option(fc.integer({ min: -100, max: 4_000 }), { freq: 4 }),
  }),
  { maxLength: 9 },
);
const ticketCourse = fc.record({
  rules: fc.nat(2),
  received: fc.integer({ min: 0, max: 200 * 24 * 60 }),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
  pieces,
  rest: fc.integer({ min: 0, max: 5_000 }),
});
type Course = typeof ticketCourse extends fc.Arbitrary<infer C> ? C : never;

const milestones = ['acknowledged', 'dispatched', 'arrived', 'replied'] as const;
const next: Readonly<Record<string, readonly Fact['what'][]>> = {
  open: ['waiting', 'resolved', 'withdrawn'],
  waiting: ['resumed', 'resolved', 'withdrawn'],
  resolved: ['closed', 'reopened', 'followed-up'],
  closed: ['reopened', 'followed-up'],
  withdrawn: [],
};
const groupOf = (what: Fact['what']) =>
  turns.includes(what) || what === 'followed-up'
    ? 'turn'
    : ['offered', 'taken-over', 'handed-back'].includes(what)
      ? 'offer'
      : what;

function entriesOf(course: Course): Entry[] {
  let at = start + course.received * minute;
  const firstEntered = at + course.delay * minute;
  const entries: Entry[] = [
    { fact: { what: 'received', rules: [...(rulesets[course.rules] ?? [])] }, at, entered: firstEntered },
  ];
  const lastEntered = new Map<string, number>();
  let status = 'open';
  let offered = false;
  course.pieces.forEach(({ what, minutes, delay, rules, raises, ahead }, i) => {
    at += minutes * minute + 1 + i;
    const turn = next[status]?.[what % 3];
    const milestone = milestones[what % 4] ?? 'arrived';
    const fact = ((): Omit<Fact, 'at'> | undefined => {
      if (what < 7) return { what: milestone };
      if (what < 14) return turn && { what: turn };
      const fromHere = raises ? { countsFromHere: countedFromRaise } : {};
      if (what < 17) return { what: 'rules-changed', rules: [...(rulesets[rules] ?? [])], ...fromHere };
      if (what < 18) return { what: offered ? (rules === 0 ? 'taken-over' : 'handed-back') : 'offered' };
      return { what: 'appointed', until: ahead === null ? undefined : iso(at + ahead * minute) };
    })();
    if (!fact) return;
    if (groupOf(fact.what) === 'turn' && fact.what !== 'followed-up')
      status = fact.what === 'resumed' || fact.what === 'reopened' ? 'open' : fact.what;
    if (groupOf(fact.what) === 'offer') offered = fact.what === 'offered';
    const group = groupOf(fact.what);
    const entered = Math.max(at + delay * minute, firstEntered, lastEntered.get(group) ?? 0);
    if (!milestones.some((one) => one === fact.what)) lastEntered.set(group, entered);
    entries.push({ fact, at, entered });
  });
  return entries;
}

const blank = aTicket(iso(start), { channel: 'letter', title: '一年', version: 0 });

/** Enters the facts in order of entry and runs the SLA timer job before each, as the backend does. */
async function live(entries: readonly Entry[], endMs: number): Promise<{ ticket: Ticket; events: AnyEvent[] }> {
  const receivedAt = iso(entries[0]?.at ?? start);
  let ticket: Ticket = { ...blank, receivedAt, lastOccurredAt: receivedAt };
  const events: AnyEvent[] = [];
  const actor = { kind: 'staff' as const, id: 'desk' };
  const job = async (now: number) => {
    const change = await fireSlaTimers(ticket, { actor, recordedAt: iso(now) }, rules);
    if (change) {
      ticket = change.after;
      events.push(...change.transaction.events);
    }
  };
  const inOrderOfEntry = entries
    .map((entry, i) => ({ ...entry, i }))
    .sort((a, b) => a.entered - b.entered || a.i - b.i);
  for (const { fact, at, entered } of inOrderOfEntry) {
    await job(entered);
    const act = { actor, recordedAt: iso(entered), occurredAt: iso(at) };
    const after = withFacts(ticket, [fact], act, rules);
    events.push(...changeOf(ticket, after, 'TicketAcknowledged', ref(ticket), act).events);
    ticket = after;
  }
  await job(endMs);
  return { ticket, events };
}

/** Returns the differences between the backend and the oracle about a step. */
function disagreements(
  name: SlaTimerName,
  { ticket, events }: { ticket: Ticket; events: readonly AnyEvent[] },
  entries: readonly Entry[],
  endMs: number,
): string[] {
  const expected = oracle(name, entries, endMs);
  const timer = ticket.slaTimers.find((one) => one.timer === name);
  if (!timer || !expected) return timer || expected ? ['only one of the two has this timer'] : [];
  const until = timer.stoppedAt ?? iso(endMs);
  const wrong: string[] = [];
  if ((timer.breachedAt !== undefined) !== expected.overdue) wrong.push(`flag ${timer.breachedAt}`);
  if (timer.breachedAt && Date.parse(timer.breachedAt) >= Date.parse(until))
    wrong.push('breached at a time after its end');

  const stands = new Set<string>();
  for (const event of events.filter(({ data }) => data.timer === name)) {
    if (event.name === 'SlaBreached') stands.add(String(event.data.dueAt));
    if (event.name === 'SlaBreachCorrected') stands.delete(String(event.data.dueAt));
  }
  // A breach recorded before a reopening belongs to the time before it. Breaches from before a raise stay
  // known.
  const reopened = Math.max(0, ...entries.filter(({ fact }) => fact.what === 'reopened').map(({ at }) => at));
  const known = [...(timer.breachedBefore ?? []), ...(timer.breachedAt === undefined ? [] : [timer.breachedAt])];
  const untold = known.filter((dueAt) => !stands.has(dueAt));
  const unknown = [...stands].filter((dueAt) => !known.includes(dueAt) && Date.parse(dueAt) >= reopened);
  if (untold.length + unknown.length > 0) wrong.push(`without event ${untold}, event without breach ${unknown}`);

  const counted = explainSlaTimer(name, ticket.facts, until, calendar)
    .filter((one) => one.counted)
    .reduce((sum, one) => sum + one.ms, 0);
  if (counted !== expected.usedMs) wrong.push(`explained ${counted} ms, expected ${expected.usedMs} ms`);
  return wrong.map((what) => `${name}: ${what}`);
}

test('R41.2: in 10,000 tickets entered late and in any order, a step is overdue if and only if it was done later than due', async () => {
  const counts = { compared: 0, overdue: 0, corrected: 0, late: 0, raised: 0 };
  const names = Object.keys(steps).filter((name): name is SlaTimerName => Object.hasOwn(steps, name));
  await fc.assert(
    fc.asyncProperty(ticketCourse, async (course) => {
      const entries = entriesOf(course);
      const endMs = Math.max(...entries.map(({ entered }) => entered)) + course.rest * minute + 1_500;
      const lived = await live(entries, endMs);
      if (entries.some(({ at, entered }) => entered > at)) counts.late += 1;
      counts.compared += lived.ticket.slaTimers.length;
      counts.raised += lived.ticket.slaTimers.filter(({ breachedBefore }) => breachedBefore).length;
      counts.overdue += lived.ticket.slaTimers.filter(({ breachedAt }) => breachedAt).length;
      counts.corrected += lived.events.filter((event) => event.name === 'SlaBreachCorrected').length;
      const wrong = names.flatMap((name) => disagreements(name, lived, entries, endMs));
      if (wrong.length > 0) throw new Error(`${wrong.join('; ')} of ${JSON.stringify(entries, undefined, 1)}`);
    }),
    { numRuns: 10_000, seed: 20_261_127 },
  );
  expect(counts.compared).toBeGreaterThan(30_000);
  expect(counts.overdue).toBeGreaterThan(5_000);
  expect(counts.corrected).toBeGreaterThan(1_000);
  expect(counts.late).toBeGreaterThan(5_000);
  expect(counts.raised).toBeGreaterThan(1_000);
});
