import type { Temporal } from 'temporal-polyfill';
import { get } from '../../../shared/store/table.ts';
import { type Rules, rulesOf } from './account-change.ts';
import { accounts, contacts } from './dunning.store.ts';
import { dunningOf, isStillDue, openFen } from './dunning.ts';
import { type AccountRecord, factsOf, withoutContact } from './dunning-account.ts';
import type { ContactRecord } from './dunning-contact.ts';
import { withBillsNow } from './follow-bills.ts';

/** Returns the word for why a letter is no longer due after its step was taken, such as `paid`. */
function whatCameBetween(contact: ContactRecord, account: AccountRecord, rules: Rules, now: Temporal.Instant): string {
  const { rests } = dunningOf(factsOf(account), rules, now);
  const of = contact.billIds.map((billId) => account.bills.find((bill) => bill.billId === billId));
  if (of.every((bill) => !bill || openFen(bill) <= 0)) return 'paid';
  const rest = rests.find(({ billId }) => contact.billIds.includes(billId));
  if (rest) return rest.why;
  const open = of.reduce((sum, bill) => sum + (bill ? openFen(bill) : 0), 0);
  return open === contact.said.fen ? 'not-now' : 'another-amount';
}

/**
 * Returns why the letter of a step is no longer due: paid, disputed, on hold, or another amount (R12.4).
 * Returns undefined while it is due. Reads the current bills.
 */
export async function whyNotDue(contactId: string, now: Temporal.Instant): Promise<string | undefined> {
  const contact = await get(contacts, { contactId });
  if (!contact) return 'unknown';
  if (contact.status === 'cancelled') return contact.why ?? 'cancelled';
  const [before, rules] = await Promise.all([
    get(accounts, { accountId: contact.accountId }),
    rulesOf(contact.estateId),
  ]);
  if (!before) return 'unknown';
  const account = await withBillsNow(withoutContact(before, contactId), rules, now, contact.billIds);
  const { step, means, billIds, said } = contact;
  const planned = {
    step: { step, means, day: 0, answerDays: said.answerDays },
    on: said.issuedOn,
    notBefore: contact.at,
    billIds: billIds.toSorted(),
    fen: said.fen,
  };
  return isStillDue(planned, factsOf(account), rules, now) ? undefined : whatCameBetween(contact, account, rules, now);
}
