import * as z from 'zod';
import type { Functions } from './functions.ts';
import { type Catalogue, type Found, ignored, unsupported } from './support.ts';

const scheduleSchema = z.strictObject({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  Target: z.strictObject({
    Arn: z.string().startsWith('arn:aws:lambda:'),
    Input: z.string().optional(),
    // The next run does the work of a failed one. Scheduler retries only when it cannot reach Lambda.
    ...ignored('RoleArn', 'DeadLetterConfig', 'RetryPolicy'),
  }),
  ...ignored('Name', 'GroupName', 'Description', 'ScheduleExpressionTimezone'),
});
export type Schedule = Found<z.output<typeof scheduleSchema>>;

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Returns the milliseconds of a `rate(...)` expression, or undefined for another expression. */
export function rateOf(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return unit === 'minute' || unit === 'hour' || unit === 'day' ? Number(count) * units[unit] : undefined;
}

/** Returns the schedules of the assembly. @throws Error for one that is not a `rate(...)`. */
export function schedules(found: Catalogue): Schedule[] {
  const all = found.take('AWS::Scheduler::Schedule', scheduleSchema);
  for (const one of all) {
    if (rateOf(one.is.ScheduleExpression) === undefined) throw unsupported(one, `${one.is.ScheduleExpression}`);
  }
  return all;
}

const enabled = (all: readonly Schedule[]) => all.filter(({ is }) => is.State === 'ENABLED');
/** Returns what a schedule sends to its function. */
export const inputOf = ({ is }: Schedule): unknown => JSON.parse(is.Target.Input ?? '{}');

/**
 * Calls the functions of all schedules once, in parallel, and waits.
 * @throws FunctionError of the first failure.
 */
export async function runEach(all: readonly Schedule[], functions: Functions): Promise<void> {
  await Promise.all(enabled(all).map((one) => functions.invoke(one.is.Target.Arn, inputOf(one))));
}

/** Calls the functions of the schedules at their intervals until it is stopped. */
export function runSchedules(all: readonly Schedule[], functions: Functions): () => void {
  const timers = enabled(all).map((one) =>
    setInterval(() => void functions.invokeLater(one.is.Target.Arn, inputOf(one)), rateOf(one.is.ScheduleExpression)),
  );
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
