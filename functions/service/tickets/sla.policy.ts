import * as z from 'zod';
import { type Severity, severitySchema } from './severity.ts';
import { type TicketType, ticketTypes } from './ticket-words.ts';

/**
 * Promised times of a ticket: acknowledge 受理, dispatch 派单, arrive 到场, reply 答复, finish 完成, close 办结, callBack 回访; and
 * handOver 移交, which organisations promise each other (OLA, D52): the customer's SLA timers run on beside it.
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
] as const;
export const slaTimerNameSchema = z.enum(slaTimerNames);
export type SlaTimerName = z.infer<typeof slaTimerNameSchema>;

/** What happens to a ticket that starts, stops, pauses or resumes its SLA timers. */
export const happenings = [
  ...(['received', 'acknowledged', 'dispatched', 'arrived', 'replied', 'waiting', 'resumed'] as const),
  ...(['resolved', 'followed-up', 'closed', 'reopened', 'withdrawn'] as const),
  ...(['offered', 'taken-over', 'handed-back'] as const),
] as const;
export type Happening = (typeof happenings)[number];

const levelSchema = z.object({
  /** Minutes on the wall after the breach; 0 at the breach, null at the warning. */
  afterBreach: z
    .number()
    .int()
    .min(0)
    .max(60 * 24 * 90)
    .nullable(),
  to: z.enum(['supervisor', 'manager']),
});

/** One promised time. `counts` says what its target is measured in (R2.1, R13.3). */
export const slaTargetSchema = z.object({
  timer: slaTimerNameSchema,
  /** `elapsed`: minutes on the wall, day and night. `working`: minutes of the calendar. `working-days`: whole days from the first working day after receipt (D1). */
  counts: z.enum(['elapsed', 'working', 'working-days']),
  target: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 400),
  /** Stands still while we wait for the customer. */
  pauses: z.boolean(),
  /** Share of the target at which the assignee is warned. */
  warnAt: z.number().min(0.1).max(1).default(0.8),
  levels: z.array(levelSchema).max(5),
});
export type SlaTarget = z.infer<typeof slaTargetSchema>;

export const slaPolicySchema = z.object({
  rules: z
    .array(
      z.object({
        type: z.enum(ticketTypes),
        severities: z.array(severitySchema).min(1),
        slaTimers: z.array(slaTargetSchema).max(slaTimerNames.length),
      }),
    )
    .max(40),
});
export type SlaPolicy = z.infer<typeof slaPolicySchema>;

/** Which happenings start and stop each SLA timer: the meaning of its name, the same in every estate. */
export const turnsOfSlaTimers: Readonly<
  Record<
    SlaTimerName,
    { starts: Happening; stops: readonly Happening[]; resumesOnReopen: boolean; startsAnew?: boolean }
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
  // Each completion has its own call-back, with its own time (R2).
  callBack: {
    starts: 'resolved',
    stops: ['followed-up', 'reopened', 'withdrawn'],
    resumesOnReopen: false,
    startsAnew: true,
  },
  // Whoever is asked, one after another: the time that was lost with one of them is not given back.
  handOver: {
    starts: 'offered',
    stops: ['taken-over', 'handed-back', 'resolved', 'closed', 'withdrawn'],
    resumesOnReopen: false,
  },
};

/** The timers of an emergency that count from when it became one (R74.4): sending somebody, and being on site. */
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

/** The SLA timers of an estate that has set none (domain rules §17; R2.1, R13.3). */
export const defaultSlaPolicy: SlaPolicy = {
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

/** The SLA timers that a policy gives to a ticket of a type and severity; none when it names none. */
export function rulesFor(policy: SlaPolicy, type: TicketType, severity: Severity): readonly SlaTarget[] {
  return policy.rules.find((one) => one.type === type && one.severities.includes(severity))?.slaTimers ?? [];
}
