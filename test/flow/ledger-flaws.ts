import { flawText } from '../../functions/money/ledger/ledger-flaws.ts';
import { everyLedger } from '../../functions/money/ledger/verify-ledger.ts';
import { verifyEstate } from '../../infra/tools/audit/verify-estate.ts';
import { addDays } from '../../shared/kernel/periods.ts';
import { today } from './ledger-fixtures.ts';

/** Returns the flaws in the ledgers of estates. @throws Error when an estate has no ledger. */
export async function flawsIn(...estateIds: readonly string[]): Promise<string[]> {
  const ledgers = (await everyLedger()).filter(({ estateId }) => estateIds.includes(estateId));
  if (ledgers.length !== estateIds.length) throw new Error(`${ledgers.length} of ${estateIds.length} ledgers found`);
  const found = await Promise.all(ledgers.map((one) => verifyEstate(one, addDays(today(), 1), () => {})));
  return found.flatMap(({ flaws }) => flaws).map(flawText);
}
