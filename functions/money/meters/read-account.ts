import * as z from 'zod';
import { dayIn } from '../../../shared/kernel/time.ts';
import { decodeCursor, encodeCursor } from '../../../shared/store/cursor.ts';
import { BadCursor, get, type Page } from '../../../shared/store/table.ts';
import { type AccountState, type AccountStep, nothingYet } from './account-fold.ts';
import { type DayOfEntries, entriesOf } from './day-of-entries.ts';
import { foldDays, type MeterAccount, termsOf } from './meter-account.ts';
import { eachDay, entriesBetween, openings } from './meters.store.ts';
import { msOf } from './prepaid-entries.ts';

/** Returns the last opening before a day, or the beginning, to fold from. */
async function stateBefore(account: MeterAccount, day: string): Promise<{ day: string; state: AccountState }> {
  const opened = account.openings.findLast((one) => one <= day);
  const found = opened === undefined ? undefined : await get(openings, { meterId: account.meterId, day: opened });
  return found ?? { day: '', state: nothingYet };
}

/**
 * Returns an account's state at an instant (ISO): the stored one at the end, otherwise folded from the
 * nearest opening.
 */
export async function stateAt(account: MeterAccount, at: string, zone: string): Promise<AccountState> {
  const ms = msOf(at);
  if (account.state.atMs === undefined || account.state.atMs <= ms) return account.state;
  const day = dayIn(zone, at);
  const from = await stateBefore(account, day);
  const days = await entriesBetween(account.meterId, from.day, day);
  const folded = days.map((one) => ({ day: one.day, entries: entriesOf(one, zone) }));
  const { steps } = foldDays(from.state, folded, termsOf(account, zone));
  return steps.findLast((step) => msOf(step.at) <= ms)?.after ?? from.state;
}

/** A day of an account with its steps. */
export interface DayRead {
  readonly entries: DayOfEntries;
  readonly steps: readonly AccountStep[];
}

/** Yields the days of an account between two days, each with its steps. */
export async function* daysRead(
  account: MeterAccount,
  { from, to }: { from: string; to?: string | undefined },
  zone: string,
): AsyncGenerator<DayRead> {
  const opening = await stateBefore(account, from);
  const terms = termsOf(account, zone);
  let { state } = opening;
  for await (const entries of eachDay(account.meterId, opening.day, to)) {
    const { steps, state: after } = foldDays(state, [{ day: entries.day, entries: entriesOf(entries, zone) }], terms);
    state = after;
    if (entries.day >= from) yield { entries, steps };
  }
}

/** A page of an account between two instants (ISO, both included). */
export interface StretchWanted {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A position in a list ordered by time. */
const placeSchema = z.object({ at: z.string(), id: z.string() }).meta({ id: 'Place' });

/** Returns a page of what `pick` finds in each day, in order of time. @throws BadCursor. */
export async function pageByTime<T extends { readonly at: string; readonly id: string }>(
  account: MeterAccount,
  { from, to, limit, cursor }: StretchWanted,
  zone: string,
  pick: (day: DayRead) => T[],
): Promise<Page<T>> {
  const filter = { meterId: account.meterId, from, to };
  const index = cursor === undefined ? undefined : placeSchema.safeParse(decodeCursor(cursor, filter)).data;
  if (cursor !== undefined && !index) throw new BadCursor('this cursor is of another list');
  const begin = index?.at ?? from;
  const span = {
    from: begin === undefined ? '' : dayIn(zone, begin),
    to: to === undefined ? undefined : dayIn(zone, to),
  };
  const items: T[] = [];
  for await (const day of daysRead(account, span, zone)) {
    const picked = pick(day).filter(
      ({ at }) => (from === undefined || msOf(at) >= msOf(from)) && (to === undefined || msOf(at) <= msOf(to)),
    );
    items.push(...(index ? after(picked, index) : picked));
    const last = items[limit - 1];
    if (last && items.length > limit) {
      return { items: items.slice(0, limit), cursor: encodeCursor({ at: last.at, id: last.id }, filter) };
    }
  }
  return { items };
}

/** Returns what follows a position. When its item no longer exists, returns what follows its time. */
function after<T extends { readonly at: string; readonly id: string }>(
  list: readonly T[],
  index: z.infer<typeof placeSchema>,
): T[] {
  const found = list.findIndex(({ id }) => id === index.id);
  return found < 0 ? list.filter(({ at }) => msOf(at) > msOf(index.at)) : list.slice(found + 1);
}
