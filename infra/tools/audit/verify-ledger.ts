import { setTimeout as wait } from 'node:timers/promises';
import { everyLedger, type Flaw, flawText } from '../../../functions/money/ledger/public.ts';
import { addDays, daysOf } from '../../../shared/kernel/periods.ts';
import { command } from '../../local/command.ts';
import { barOf } from '../progress.ts';
import { reachLedger } from './reach-ledger.ts';
import { verifyEstate } from './verify-estate.ts';

/*
 * `npm run verify-ledger [-- --estate ID]`: reads the ledger's table without the
 * API and recomputes every derived value. It lists each flaw with estate, day,
 * entry, posting, found value and expected value. It exits with 1 if there is one.
 */

/** Number of reads of an estate with flaws. While the backend works, two reads may differ without a flaw. */
const looks = 3;

const keyOf = ({ is: _is, should: _should, ...place }: Flaw) => JSON.stringify(Object.entries(place).sort());

const usage = 'Usage: npm run verify-ledger -- [--estate ID]...';

const options = { estate: { type: 'string', multiple: true } } as const;

await command({ usage, options }, async (values) => {
  const ledger = await reachLedger();
  try {
    const all = (await everyLedger()).filter(({ estateId }) => values.estate?.includes(estateId) ?? true);
    const unknown = values.estate?.filter((id) => !all.some(({ estateId }) => estateId === id)) ?? [];
    if (unknown.length > 0) throw new Error(`There is no ledger of ${unknown.join(', ')}.`);
    // No time zone of an estate has a later day than this one.
    const to = addDays(ledger.now.toISOString().slice(0, 10), 1);
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
        const [now] = (await everyLedger()).filter(({ estateId }) => estateId === ledger.estateId);
        const known = new Set(seen.flaws.map(keyOf));
        const again = await verifyEstate(now ?? ledger, to, done);
        seen = { ...again, flaws: again.flaws.filter((flaw) => known.has(keyOf(flaw))) };
      }
      found.push(...seen.flaws);
      entries += seen.entries;
    }
    bar.stop();
    for (const flaw of found) console.log(`✗ ${flawText(flaw)}`);
    const what = found.length === 0 ? 'no flaws' : `${found.length} flaws`;
    console.log(`${ledger.where}: ${all.length} estates, ${days} days, ${entries} entries: ${what}`);
    process.exitCode = found.length === 0 ? 0 : 1;
  } finally {
    await ledger.stop();
  }
});
