import { flawText } from '../../../functions/money/ledger/public.ts';
import { command } from '../../local/command.ts';
import { reachLedger } from './reach-ledger.ts';
import { verifyLedgers } from './verify-ledgers.ts';

/*
 * `npm run verify-ledger [-- --estate ID]`: reads the ledger's table without the
 * API and recomputes every derived value. It lists each flaw with estate, day,
 * entry, posting, found value and expected value. It exits with 1 if there is one.
 */

const usage = 'Usage: npm run verify-ledger -- [--estate ID]...';

const options = { estate: { type: 'string', multiple: true } } as const;

await command({ usage, options }, async (values) => {
  const ledger = await reachLedger();
  try {
    const { flaws, summary } = await verifyLedgers(ledger.now, values.estate);
    for (const flaw of flaws) console.log(`✗ ${flawText(flaw)}`);
    console.log(`${ledger.where}: ${summary}`);
    process.exitCode = flaws.length === 0 ? 0 : 1;
  } finally {
    await ledger.stop();
  }
});
