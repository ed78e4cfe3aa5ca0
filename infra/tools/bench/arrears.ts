import type { Temporal } from 'temporal-polyfill';
import { rulesOf } from '../../../functions/money/dunning/account-change.ts';
import { withBills } from '../../../functions/money/dunning/bills-at-hand.ts';
import { accounts } from '../../../functions/money/dunning/dunning.store.ts';
import { type AccountRecord, asItStands, newAccount } from '../../../functions/money/dunning/dunning-account.ts';
import type { Bill } from '../../../functions/money/fees/bill.ts';
import { bills } from '../../../functions/money/fees/fees.store.ts';
import { estates, persons } from '../../../functions/register/owners/owners.store.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { eachWithBar } from '../progress.ts';

/** How many accounts there are, and how many of them are due. */
export interface Arrears {
  readonly accounts: number;
  readonly due: number;
}

/** Accounts in one transaction; each has its bill beside it, and those that are due their payer. */
const together = 10;

function billOf(estateId: string, nth: number, dueOn: string, at: string): Bill {
  const id = `${estateId}-${String(nth).padStart(6, '0')}`;
  return {
    ...{ billId: `bill-${id}`, estateId, unitId: `unit-${id}`, unitLabel: `${id}`, payerId: `payer-${id}`, dueOn },
    ...{ period: { from: addDays(dueOn, -40), to: addDays(dueOn, -10) }, lines: [], fen: 30_000, status: 'published' },
    ...{ publishedOn: addDays(dueOn, -30), deliveries: [], paid: [], lateClaims: [], costs: [], waived: [] },
    ...{ disputes: [], updatedAt: at, version: 1 },
  };
}

/** Who had his reminder a week before the due day, which was yesterday; at eight this morning the next one was due. */
function reminded(account: AccountRecord, dueOn: string, at: string): AccountRecord {
  const billIds = account.bills.map(({ billId }) => billId);
  const said = { step: 'bill-reminder', means: 'message' as const, at, answerBy: dueOn, billIds, fen: 30_000 };
  const known = { reached: true, proof: 'notice', contactId: `contact-${account.accountId}`, answerDays: 7 };
  return { ...account, contacts: [{ ...said, ...known, waiting: false }] };
}

/**
 * Stores accounts, each with an open bill: some are due at an instant, of the others the reminder before their due day lies
 * ahead, over three months.
 */
export async function storeArrears({ accounts: all, due }: Arrears, now: Temporal.Instant): Promise<void> {
  // One of its own for every size, all of one length: neither what is remembered of the register nor a longer key may
  // make one run cheaper than another.
  const padded = (n: number) => String(n).padStart(6, '0');
  const estateId = `arrears-${padded(all)}-${padded(due)}`;
  const calendar = stateCouncilCalendar();
  const then = now.subtract({ hours: 24 * 6 });
  const at = then.toString();
  const estate = {
    estateId,
    code: 'AR',
    name: 'Arrears',
    language: 'en' as const,
    calendar,
    updatedAt: at,
    version: 1,
  };
  await new Transaction().put(estates, estate).commit();
  const rules = await rulesOf(estateId);
  const today = dayIn(calendar.zone, now.toString());
  const added = (transaction: Transaction, nth: number) => {
    const isDue = nth < due;
    const dueOn = isDue ? addDays(today, -1) : addDays(today, 9 + (nth % 90));
    const bill = billOf(estateId, nth, dueOn, at);
    const { unitId, unitLabel, payerId } = bill;
    const known = withBills(newAccount({ estateId, unitId, unitLabel, payerId }), [bill], rules, then);
    const account = asItStands(isDue ? reminded(known, dueOn, at) : known, rules, then);
    transaction.put(bills, bill).put(accounts, { ...account, updatedAt: at, version: 1 });
    if (!isDue) return;
    const person = { personId: payerId, estateId, name: payerId, language: 'en' as const, marketingConsent: false };
    transaction.put(persons, { ...person, updatedAt: at, version: 1 });
  };
  const slices = Array.from({ length: Math.ceil(all / together) }, (_, slice) => slice * together);
  await eachWithBar(`Storing ${all} accounts`, slices, async (first) => {
    const transaction = new Transaction();
    for (let nth = first; nth < Math.min(all, first + together); nth += 1) added(transaction, nth);
    await stored(transaction);
  });
}

/** A busy machine may take its time: what is put without a condition can be put again. */
async function stored(transaction: Transaction): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction.commit();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError') || attempt === 20) throw error;
    }
  }
}
