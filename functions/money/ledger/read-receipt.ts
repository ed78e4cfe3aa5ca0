import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { seesMoneyOfOthers } from './ledger-access.ts';
import { payerOf } from './ledger-state.ts';
import { entryWith } from './post-entries.ts';
import { parseReceipt } from './receipt.ts';
import { receipts } from './source-document.store.ts';

/**
 * Returns the receipt with a printed number, its entry and its payer. Residents may read only their own.
 * @throws Problem not-found.
 */
export async function receiptFor(caller: Caller, params: { estateId: string; number: string }) {
  await estateInReach(caller, params.estateId);
  const number = parseReceipt(params.number);
  const receipt = number && (await get(receipts, { estateId: params.estateId, postedOn: number.day, number }));
  const entry = receipt && (await entryWith(params.estateId, receipt.entryId));
  const payerId = entry && payerOf(entry);
  if (!receipt || !entry || payerId === undefined) throw new Problem(problems.notFound);
  if (!seesMoneyOfOthers(caller) && payerId !== caller.personId) throw new Problem(problems.notFound);
  return { receipt, entry, payerId };
}
