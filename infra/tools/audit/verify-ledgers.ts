import { setTimeout as wait } from 'node:timers/promises';
import { everyLedger, type Flaw } from '../../../functions/money/ledger/public.ts';
import { addDays, daysOf } from '../../../shared/kernel/periods.ts';
import { barOf } from '../progress.ts';
import { verifyEstate } from './verify-estate.ts';

/** Number of reads of an estate with flaws. While the backend works, two reads may differ without a flaw. */
const looks = 3;

const keyOf = ({ is: _is, should: _should, ...place }: Flaw) => JSON.stringify(Object.entries(place).sort());

/**
 * Verifies the ledgers of some estates, or of all. Returns the flaws and a line that says what was verified.
 * @throws Error for an estate without a ledger.
 */
export async function verifyLedgers(
  now: Date,
  estates?: readonly string[],
): Promise<{ flaws: readonly Flaw[]; summary: string }> {
  const all = (await everyLedger()).filter(({ estateId }) => estates?.includes(estateId) ?? true);
  const unknown = estates?.filter((id) => !all.some(({ estateId }) => estateId === id)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no ledger of ${unknown.join(', ')}.`);
  // No time zone of an estate has a later day than this one.
  const to = addDays(now.toISOString().slice(0, 10), 1);
  const days = all.reduce((sum, { openedOn }) => sum + daysOf({ from: openedOn, to }), 0);
  const bar = barOf('Verifying the ledger', days);
  const done = () => bar.increment();
  const found: Flaw[] = [];
  let entries = 0;
  for (const ledger of all) {
    let seen = await verifyEstate(ledger, to, done);
    for (let nth = 1; nth < looks && seen.flaws.length > 0; nth += 1) {
      await wait(300);
      bar.setTotal(bar.getTotal() + daysOf({ from: ledger.openedOn, to }));
      const [newest] = (await everyLedger()).filter(({ estateId }) => estateId === ledger.estateId);
      const known = new Set(seen.flaws.map(keyOf));
      const again = await verifyEstate(newest ?? ledger, to, done);
      seen = { ...again, flaws: again.flaws.filter((flaw) => known.has(keyOf(flaw))) };
    }
    found.push(...seen.flaws);
    entries += seen.entries;
  }
  bar.stop();
  const what = found.length === 0 ? 'no flaws' : `${found.length} flaws`;
  return { flaws: found, summary: `${all.length} estates, ${days} days, ${entries} entries: ${what}` };
}
