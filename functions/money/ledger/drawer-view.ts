import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { compareInstants, dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { getMany } from '../../../shared/store/table.ts';
import { drawerDayIdOf, drawerDays } from './drawer.store.ts';
import { depositAskedFor, depositDeadline, takingsLeft } from './drawer-day.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { readCash, readCashAround } from './read-drawer.ts';

/** The days before today that the view of a drawer looks at. */
const daysBack = 14;

/** The drawer of a cashier today (R20.5, R20.8). */
export const drawerViewSchema = z
  .object({
    estateId: z.string(),
    cashierId: z.string(),
    day: dateSchema,
    status: z.enum(['unopened', 'open', 'closed']),
    openedAt: z.string().optional(),
    /** Its cash by the ledger, fen. Not shown to its own cashier. */
    fen: fenSchema.optional(),
    maximumFen: fenSchema,
    floatFen: fenSchema,
    /** What to deposit, because more than the maximum is there, fen; 0 within it. */
    depositFen: fenSchema,
    /** Of the last 14 days: takings not deposited in time, fen, and drawers that nobody closed by a count. */
    overdue: z.array(z.object({ day: dateSchema, fen: fenSchema, isOpen: z.boolean(), dueAt: z.string() })),
  })
  .meta({ id: 'DrawerToday' });

/** Returns the drawer of a cashier as it is now. Its own cashier does not see what should be in it. */
export async function viewDrawer(
  { estateId, cashierId }: { readonly estateId: string; readonly cashierId: string },
  { zone, now, isOwn }: { readonly zone: string; readonly now: Temporal.Instant; readonly isOwn: boolean },
): Promise<z.output<typeof drawerViewSchema>> {
  const day = dayIn(zone, now.toString());
  const days = Array.from({ length: daysBack + 1 }, (_, back) => addDays(day, -back));
  const ids = days.map((one) => ({ drawerDayId: drawerDayIdOf(estateId, cashierId, one) }));
  const [policy, fen, known] = await Promise.all([
    ledgerPolicy.of(estateId),
    readCash(estateId, cashierId),
    getMany(drawerDays, ids, { consistent: true }),
  ]);
  const mine = known.find((one) => one.day === day);
  const past = known.filter((one) => one.day < day).sort((a, b) => (a.day < b.day ? -1 : 1));
  const looked = await Promise.all(
    past.map(async ({ day: of, status }) => {
      const left = takingsLeft(await readCashAround(estateId, cashierId, of), policy);
      const dueAt = depositDeadline(of, policy.depositBy, zone);
      return { day: of, fen: left, isOpen: status === 'open', dueAt };
    }),
  );
  return {
    estateId,
    cashierId,
    day,
    status: mine?.status ?? 'unopened',
    ...(mine && { openedAt: mine.openedAt }),
    ...(!isOwn && { fen }),
    maximumFen: policy.drawerMaximumFen,
    floatFen: policy.drawerFloatFen,
    depositFen: depositAskedFor(fen, policy),
    overdue: looked.filter((one) => (one.fen > 0 || one.isOpen) && compareInstants(one.dueAt, now.toString()) <= 0),
  };
}
