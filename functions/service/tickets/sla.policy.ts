import * as z from 'zod';
import { milestones } from '../../../shared/events/catalogue/parts.ts';
import { type Severity, severitySchema } from './severity.ts';
import { type TicketType, ticketTypes } from './ticket-words.ts';

/**
 * The promised times of a ticket: acknowledge 受理, dispatch 派单, arrive 到场, reply 答复, finish 完成,
 * close 办结, callBack 回访, and handOver 移交. Organisations promise handOver to each other (OLA, D52); it
 * does not stop the customer's SLA timers. The four letters are the milestones of a complaint (D1).
 */
const slaTimerNames = [
  'acknowledge',
  'dispatch',
  'arrive',
  'reply',
  'finish',
  'close',
  'callBack',
  'handOver',
  'acknowledgementLetter',
  'interimLetter',
  'answerLetter',
  'eightWeekLetter',
] as const;
export const slaTimerNameSchema = z.enum(slaTimerNames).meta({ id: 'SlaTimerName' });
export type SlaTimerName = z.infer<typeof slaTimerNameSchema>;

/** The happenings that start, stop, pause or resume SLA timers. */
export const happenings = [
  ...(['received', 'acknowledged', 'dispatched', 'arrived', 'replied', 'waiting', 'resumed'] as const),
  ...(['resolved', 'followed-up', 'closed', 'reopened', 'withdrawn'] as const),
  ...(['offered', 'taken-over', 'handed-back'] as const),
  ...(['acknowledgement-letter', 'interim-letter', 'answer-letter', 'eight-week-letter'] as const),
] as const;
export type Happening = (typeof happenings)[number];

const levelSchema = z
  .object({
    /** Elapsed minutes after the breach; 0 at the breach, null at the warning. */
    afterBreach: z
      .number()
      .int()
      .min(0)
      .max(60 * 24 * 90)
      .nullable(),
    to: z.enum(['supervisor', 'manager']),
  })
  .meta({ id: 'Level' });

/** One promised time. `counts` is the unit of its target (R2.1, R13.3). */
export const slaTargetSchema = z
  .object({
    timer: slaTimerNameSchema,
    /**
     * `elapsed`: minutes, day and night. `working`: business minutes of the estate's calendar.
     * `working-days`: whole days from the first working day after receipt (D1). `calendar-days`: days of the
     * calendar, day and night, from that working day on, which is the first of them.
     */
    counts: z.enum(['elapsed', 'working', 'working-days', 'calendar-days']),
    /** Minutes or days, by `counts`. */
    target: z
      .number()
      .int()
      .min(1)
      .max(60 * 24 * 400),
    /** Whether the timer pauses while waiting for the customer. */
    pauses: z.boolean(),
    /** Share of the target at which the assignee is warned. */
    warnAt: z.number().min(0.1).max(1).default(0.8),
    levels: z.array(levelSchema).max(5),
  })
  .meta({ id: 'SlaTarget' });
export type SlaTarget = z.infer<typeof slaTargetSchema>;

/** Most rules of a policy, so that the stored policy stays below 400 KB. */
const mostRules = 200;

export const slaPolicySchema = z
  .object({
    /**
     * Promised times by type, severity and category of the ticket. The rule with the longest category that
     * fits applies; of equal ones the first.
     */
    rules: z
      .array(
        z.object({
          type: z.enum(ticketTypes),
          severities: z.array(severitySchema).min(1),
          /** Categories to which the rule is limited, with those below them: `home` includes `home/water`. */
          categories: z.array(z.string().min(1).max(120)).min(1).max(100).optional(),
          slaTimers: z.array(slaTargetSchema).max(slaTimerNames.length),
        }),
      )
      .max(mostRules),
    /**
     * Milestones that complaints have beside the times of the rules (D1). `new-homes`: a written
     * acknowledgement within 5 days, an interim answer within 10 working days, the answer within 30 days, and
     * a letter about a complaint that is open after 56 days (New Homes Quality Code). A rule that names the
     * timer of such a letter replaces its time.
     */
    complaintPack: z.enum(['none', 'new-homes']).default('none'),
  })
  .meta({ id: 'SlaPolicy' });
export type SlaPolicy = z.infer<typeof slaPolicySchema>;

/** The happenings that start and stop each SLA timer, the same in every estate. */
export const turnsOfSlaTimers: Readonly<
  Record<
    SlaTimerName,
    { starts: Happening; stops: readonly Happening[]; resumesOnReopen: boolean; startsAgain?: boolean }
  >
> = {
  acknowledge: {
    starts: 'received',
    stops: ['acknowledged', 'dispatched', 'replied', 'resolved', 'closed', 'withdrawn'],
    resumesOnReopen: false,
  },
  dispatch: {
    starts: 'received',
    stops: ['dispatched', 'arrived', 'resolved', 'closed', 'withdrawn'],
    resumesOnReopen: true,
  },
  arrive: { starts: 'received', stops: ['arrived', 'resolved', 'closed', 'withdrawn'], resumesOnReopen: true },
  reply: { starts: 'received', stops: ['replied', 'resolved', 'closed', 'withdrawn'], resumesOnReopen: true },
  finish: { starts: 'received', stops: ['resolved', 'closed', 'withdrawn'], resumesOnReopen: true },
  close: { starts: 'received', stops: ['closed', 'withdrawn'], resumesOnReopen: true },
  // Each completion has a call-back of its own (R2).
  callBack: {
    starts: 'resolved',
    stops: ['followed-up', 'reopened', 'withdrawn'],
    resumesOnReopen: false,
    startsAgain: true,
  },
  // All requests to take over share one timer: time lost with one organisation is not given back.
  handOver: {
    starts: 'offered',
    stops: ['taken-over', 'handed-back', 'resolved', 'closed', 'withdrawn'],
    resumesOnReopen: false,
  },
  // Only a letter that was sent meets a milestone: no note, call, reply by phone or closing (D1). A later
  // letter says what an earlier one would have said.
  acknowledgementLetter: {
    starts: 'received',
    stops: ['acknowledgement-letter', 'interim-letter', 'answer-letter', 'withdrawn'],
    resumesOnReopen: false,
  },
  interimLetter: {
    starts: 'received',
    stops: ['interim-letter', 'answer-letter', 'withdrawn'],
    resumesOnReopen: false,
  },
  answerLetter: { starts: 'received', stops: ['answer-letter', 'withdrawn'], resumesOnReopen: true },
  // It is about a complaint that is still open.
  eightWeekLetter: { starts: 'received', stops: ['eight-week-letter', 'closed', 'withdrawn'], resumesOnReopen: true },
};

/** The timers that restart when a ticket becomes an emergency (R74.4). */
export const countedFromRaise: readonly SlaTimerName[] = ['dispatch', 'arrive'];

const toSupervisorThenManager: SlaTarget['levels'] = [
  { afterBreach: 0, to: 'supervisor' },
  { afterBreach: 24 * 60, to: 'manager' },
];
const atOnce: SlaTarget['levels'] = [
  { afterBreach: null, to: 'supervisor' },
  { afterBreach: 0, to: 'manager' },
];

function rule(
  timer: SlaTimerName,
  counts: SlaTarget['counts'],
  target: number,
  levels = toSupervisorThenManager,
): SlaTarget {
  return { timer, counts, target, pauses: counts !== 'elapsed' || target > 60, warnAt: 0.8, levels };
}

const hour = 60;
const ordinary: Severity[] = ['normal', 'low'];
const every: Severity[] = ['emergency', 'urgent', 'normal', 'low'];
const answered = [
  rule('acknowledge', 'elapsed', 24 * hour),
  rule('reply', 'working-days', 2),
  rule('close', 'elapsed', 10 * 24 * hour),
];

/** A milestone counts on while the customer is asked something. */
function milestone(timer: SlaTimerName, counts: SlaTarget['counts'], target: number): SlaTarget {
  return { ...rule(timer, counts, target), pauses: false };
}

/** The milestones of complaints by pack. `new-homes`: New Homes Quality Code. */
const complaintPacks: Readonly<Record<SlaPolicy['complaintPack'], readonly SlaTarget[]>> = {
  none: [],
  'new-homes': [
    milestone('acknowledgementLetter', 'calendar-days', 5),
    milestone('interimLetter', 'working-days', 10),
    milestone('answerLetter', 'calendar-days', 30),
    milestone('eightWeekLetter', 'calendar-days', 56),
  ],
};

/** A milestone of a complaint, which only a letter that was sent meets (D1). */
export const milestoneSchema = z.enum(milestones).meta({ id: 'Milestone' });
export type Milestone = z.infer<typeof milestoneSchema>;

/** The SLA policy of an estate that has set none (R17; R2.1, R13.3). */
export const defaultSlaPolicy: SlaPolicy = {
  complaintPack: 'none',
  rules: [
    ...(['complaint', 'inquiry', 'suggestion', 'praise'] as const).map((type) => ({
      type,
      severities: every,
      slaTimers: answered,
    })),
    {
      type: 'repair',
      severities: ['emergency'],
      slaTimers: [
        rule('dispatch', 'elapsed', 5, atOnce),
        rule('arrive', 'elapsed', 30, atOnce),
        rule('callBack', 'elapsed', 24 * hour),
        rule('handOver', 'elapsed', 24 * hour),
      ],
    },
    {
      type: 'repair',
      severities: ['urgent', ...ordinary],
      slaTimers: [
        rule('dispatch', 'working', 30),
        rule('acknowledge', 'elapsed', 2 * hour),
        rule('arrive', 'elapsed', 24 * hour),
        rule('callBack', 'elapsed', 24 * hour),
        rule('handOver', 'elapsed', 24 * hour),
      ],
    },
  ],
};

/** Promised times that a contract sets for one ticket. */
export const contractTargetsSchema = z
  .object({
    /** Clause of the contract that promises them. */
    clause: z.string().min(1).max(500),
    slaTimers: z.array(slaTargetSchema).min(1).max(slaTimerNames.length),
  })
  .meta({ id: 'ContractTargets' });

/** What decides the promised times of a ticket. */
export interface Promised {
  readonly type: TicketType;
  readonly severity: Severity;
  readonly category: string;
  readonly contractTargets?: z.infer<typeof contractTargetsSchema> | undefined;
}

/** Returns the length of the longest category of a rule that includes a category; 0 without categories. */
function fitOf(categories: readonly string[] | undefined, category: string): number | undefined {
  if (!categories) return 0;
  const fitting = categories.filter((one) => category === one || category.startsWith(`${one}/`));
  return fitting.length === 0 ? undefined : Math.max(...fitting.map(({ length }) => length));
}

/**
 * Returns the SLA targets of a ticket by a policy; none when the policy has no rule for it. Targets of a rule
 * replace those of the pack of complaints for the same timers, and those of a contract replace both.
 */
export function rulesFor(policy: SlaPolicy, ticket: Promised): readonly SlaTarget[] {
  const [best] = policy.rules
    .filter(({ type, severities }) => type === ticket.type && severities.includes(ticket.severity))
    .flatMap((one) => {
      const fit = fitOf(one.categories, ticket.category);
      return fit === undefined ? [] : [{ fit, slaTimers: one.slaTimers }];
    })
    .sort((a, b) => b.fit - a.fit);
  const pack = ticket.type === 'complaint' ? complaintPacks[policy.complaintPack] : [];
  const promised = replacedBy(pack, best?.slaTimers ?? []);
  return replacedBy(promised, ticket.contractTargets?.slaTimers ?? []);
}

/** Returns targets with others added, which replace those of the same timers. */
function replacedBy(targets: readonly SlaTarget[], others: readonly SlaTarget[]): readonly SlaTarget[] {
  return [...targets.filter(({ timer }) => !others.some((one) => one.timer === timer)), ...others];
}
