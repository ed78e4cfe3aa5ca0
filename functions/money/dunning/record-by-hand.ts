import * as z from 'zod';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { personOf } from '../../register/owners/public.ts';
import type { WithAccount } from './account-access.ts';
import { refOf, saveAccount } from './account-change.ts';
import { openFenOf } from './agree-instalments.ts';
import { outcomeEvent } from './contact-outcome.ts';
import { contacts } from './dunning.store.ts';
import { openFen } from './dunning.ts';
import { byHand, type ContactRecord, contactIdOf } from './dunning-contact.ts';

/** Input of a call or visit outside the ladder. */
export const byHandSchema = z
  .strictObject({
    /** The bills discussed; all open ones by default. */
    billIds: z.array(z.string().max(64)).min(1).max(100).optional(),
    /** Whether the payer was reached. */
    reached: z.boolean(),
    /** Reference of the proof: the recording or the signed record (R0.3). */
    proof: z.string().regex(/\S/).max(200),
    note: z.string().regex(/\S/).max(2_000).optional(),
    ...lateEntry,
  })
  .meta({ id: 'RecordDunningContactBody' });

const nothingOpen = problemKind('nothing-open', 409, {
  'zh-CN': '该账户没有未缴账单。无需催缴。',
  'zh-TW': '該帳戶沒有未繳帳單。無需催繳。',
  en: 'Nothing is open on this account. No payment needs to be demanded.',
});

/**
 * Records a call or visit outside the ladder. The contact takes no step of the ladder and delays none. If it
 * reached the debtor, it restarts the limitation period (R0.3).
 * @throws Problem 409 nothing-open, bill-not-open; 400 in-the-future.
 */
export async function recordByHand({ before, account, context }: WithAccount, input: z.output<typeof byHandSchema>) {
  const { act, now, calendar, estate } = context;
  const { reached, proof, note } = input;
  const open = account.bills.filter((bill) => openFen(bill) > 0).map(({ billId }) => billId);
  const billIds = input.billIds ?? open;
  if (billIds.length === 0) throw new Problem(nothingOpen);
  const fen = openFenOf(account, billIds);
  const at = occurrence({ ...act, occurredAt: input.occurredAt });
  const on = dayIn(calendar.zone, at);
  const contactId = contactIdOf(account.accountId, before.version + 1);
  const payer = await personOf(account.payerId);
  const means = 'call-or-visit' as const;
  const contact: ContactRecord = {
    contactId,
    ...refOf(account),
    estateId: account.estateId,
    step: byHand,
    means,
    billIds,
    said: {
      estateName: estate.name,
      payerName: payer?.name ?? account.payerId,
      unitLabel: account.unitLabel,
      issuedOn: on,
      answerBy: on,
      answerDays: 0,
      fen,
      bills: account.bills
        .filter(({ billId }) => billIds.includes(billId))
        .map((bill) => ({ billId: bill.billId, ...bill.period, dueOn: bill.dueOn, fen: openFen(bill) })),
    },
    status: reached ? 'reached' : 'not-reached',
    at,
    doneAt: at,
    proof,
    note,
    by: act.actor.id,
    updatedAt: now.toString(),
    version: 1,
  };
  // The ladder does not wait for an answer to it.
  const entry = { step: byHand, means, at, answerBy: addDays(on, -1), billIds, fen, reached, proof };
  const entries = [...account.contacts, { ...entry, contactId, answerDays: 0, waiting: false }];
  const told = outcomeEvent(contact, reached, context);
  const { transaction } = await saveAccount({ before, account: { ...account, contacts: entries }, told }, context);
  transaction.save(contacts, contact);
  return { contact, transaction };
}
