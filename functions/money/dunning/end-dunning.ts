import * as z from 'zod';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import type { WithAccount } from './account-access.ts';
import { type AccountChange, refOf } from './account-change.ts';
import { openFenOf } from './agree-instalments.ts';
import { accounts } from './dunning.store.ts';
import { dunningAccountSchema, openFen } from './dunning.ts';
import type { AccountRecord } from './dunning-account.ts';
import { assertWithinLimit } from './record-limits.ts';

const { as } = dunningAccountSchema.shape.endings.element.shape;

/** Input that ends dunning (D31): court or arbitration, or write-off as a bad debt (核销). */
export const endSchema = z
  .strictObject({
    as,
    /** All open bills by default. */
    billIds: z.array(z.string().max(64)).min(1).max(100).optional(),
    reason: reasonSchema(1_000),
  })
  .meta({ id: 'EndDunningBody' });

const demandFirst = problemKind('demand-first', 409, {
  'zh-CN':
    '账单 {billId} 尚未书面催告，或催告期限未满，不能转诉讼或仲裁（《民法典》第九百四十四条）。请先书面催告并等待期限届满。',
  'zh-TW':
    '帳單 {billId} 尚未書面催告，或催告期限未滿，不能轉訴訟或仲裁（《民法典》第九百四十四條）。請先書面催告並等待期限屆滿。',
  en: 'Bill {billId} was not demanded in writing, or its deadline is not over, so it cannot go to court or arbitration yet (Civil Code, article 944). Send a written demand and wait for its deadline.',
});
const endedAlready = problemKind('dunning-ended-already', 409, {
  'zh-CN': '账单 {billId} 的催缴已经终止。请核对 billIds。',
  'zh-TW': '帳單 {billId} 的催繳已經終止。請核對 billIds。',
  en: 'Dunning of bill {billId} has already ended. Check billIds.',
});

/** Returns true when a demand that is known to have arrived is on record and its days are over. */
function wasDemanded({ contacts }: AccountRecord, billId: string, today: string): boolean {
  return contacts.some(
    ({ means, billIds, reached, answerBy }) =>
      (means === 'written-demand' || means === 'lawyers-letter') &&
      reached &&
      billIds.includes(billId) &&
      answerBy < today,
  );
}

/**
 * Ends dunning for some bills. Only bills demanded in writing without success may go to court (R12.1). A
 * write-off is thereby requested of each bill, and another person approves it (R20.1); dunning goes on where
 * it is refused.
 * @throws Problem 409 bill-not-open, dunning-ended-already, demand-first, dunning-account-is-full.
 */
export function endDunning(
  { before, account, context }: WithAccount,
  input: z.output<typeof endSchema>,
): AccountChange {
  const { today, act } = context;
  const { as: outcome, reason } = input;
  const over = (billId: string) => account.endings.some((one) => one.billIds.includes(billId));
  const all = account.bills.filter((bill) => openFen(bill) > 0 && !over(bill.billId)).map(({ billId }) => billId);
  const billIds = input.billIds ?? all;
  const [again] = billIds.filter((billId) =>
    account.endings.some((one) => one.as === outcome && one.billIds.includes(billId)),
  );
  if (again !== undefined) throw new Problem(endedAlready, { billId: again });
  openFenOf(account, billIds);
  if (billIds.length === 0) throw new Problem(endedAlready, { billId: '—' });
  const early = outcome === 'legal' ? billIds.find((billId) => !wasDemanded(account, billId, today)) : undefined;
  if (early !== undefined) throw new Problem(demandFirst, { billId: early }, { more: { rule: 'R12.1' } });
  assertWithinLimit(account, 'endings');
  const ending = { as: outcome, billIds, on: today, by: act.actor.id, reason };
  // A write-off after legal action counts as the ending.
  const endings = [ending, ...account.endings];
  return {
    before,
    account: { ...account, endings },
    told: [
      (of, after) =>
        of.record(accounts, after, 'DunningEnded', { ...refOf(after), as: outcome, billIds }, { ...act, reason }),
    ],
  };
}
