import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addWorkdays } from '../../../shared/kernel/statutory-calendar.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { sumFen } from './posting.ts';

/*
 * The drawer of a cashier on one day (R20.5, R20.8): opened by a count before it takes cash, closed by a
 * count or a handover. Above its maximum the cashier is asked to deposit. Takings go to the bank the same day
 * or the next morning.
 */

export const drawerDaySchema = z
  .object({
    drawerDayId: z.string(),
    estateId: z.string(),
    cashierId: z.string(),
    day: dateSchema,
    /** Only an open drawer takes or pays cash. */
    status: z.enum(['open', 'closed']),
    openedAt: z.string(),
    /** The count that opened it. */
    countId: z.string(),
    closedAt: z.string().optional(),
    /** When its cashier was asked to deposit, until the next deposit. */
    depositAskedAt: z.string().optional(),
    /** What was still there after its time: cash of the day at the last look, fen, and when it was told. */
    overdue: z.object({ fen: fenSchema, toldAt: z.string() }).optional(),
    /** When it is looked at next; absent when it is counted and its cash is deposited. */
    lookAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'DrawerDay' });
export type DrawerDay = z.infer<typeof drawerDaySchema>;

/** What an estate has set for its drawers (R20.8). */
export interface DrawerSettings {
  /** Above it a deposit is asked for, fen. */
  readonly drawerMaximumFen: number;
  /** What stays in the drawer as change, fen. */
  readonly drawerFloatFen: number;
  /** The time of the next banking day by which takings are deposited. */
  readonly depositBy: string;
}

/** Returns what is to be deposited so that the float is left, fen; 0 within the maximum (R20.8). */
export function depositAskedFor(
  fen: number,
  { drawerMaximumFen, drawerFloatFen }: Pick<DrawerSettings, 'drawerMaximumFen' | 'drawerFloatFen'>,
): number {
  return fen > drawerMaximumFen ? fen - Math.min(drawerFloatFen, drawerMaximumFen) : 0;
}

/**
 * Returns the instant (ISO) by which the takings of a day are deposited and its drawer is counted:
 * `depositBy` of the next banking day, a working day by law (R20.8).
 */
export function depositDeadline(day: string, depositBy: string, zone: string): string {
  const at = Temporal.PlainDate.from(addWorkdays(day, 1)).toZonedDateTime({ timeZone: zone, plainTime: depositBy });
  return at.toInstant().toString();
}

/** Cash of a drawer around a day, fen. Movements that leave are negative. */
export interface CashAround {
  /** At the end of the day. */
  readonly endFen: number;
  /** The movements of the day, and those after it. */
  readonly ofDay: readonly number[];
  readonly later: readonly number[];
}

/**
 * Returns the takings of a day that are still in the drawer, fen (R20.8). What leaves takes the oldest money
 * first, and the float stays.
 */
export function takingsLeft(
  { endFen, ofDay, later }: CashAround,
  { drawerFloatFen }: Pick<DrawerSettings, 'drawerFloatFen'>,
): number {
  const outOf = (moves: readonly number[]) => 0 - sumFen(moves.filter((fen) => fen < 0));
  const left = Math.max(0, endFen - drawerFloatFen - outOf(later));
  const startFen = endFen - sumFen(ofDay);
  const older = Math.max(0, startFen - drawerFloatFen - outOf(ofDay) - outOf(later));
  return Math.max(0, left - older);
}
