import type { Temporal } from 'temporal-polyfill';
import { rulesOf } from '../../functions/money/dunning/account-change.ts';
import { withBills } from '../../functions/money/dunning/bills-at-hand.ts';
import { accounts } from '../../functions/money/dunning/dunning.store.ts';
import { type AccountRecord, newAccount, withState } from '../../functions/money/dunning/dunning-account.ts';
import type { Bill } from '../../functions/money/fees/bill.ts';
import { bills } from '../../functions/money/fees/bills.store.ts';
import { estates, persons } from '../../functions/register/owners/owners.store.ts';
import { eachWithBar } from '../../infra/tools/progress.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { addDays } from '../../shared/kernel/periods.ts';
import { stateCouncilCalendar } from '../../shared/kernel/state-council-calendar.ts';
import { dayIn } from '../../shared/kernel/time.ts';

/** The number of dunning accounts, and how many of them are due. */
export interface Arrears {
  readonly accounts: number;
  readonly due: number;
}

/** Accounts in one transaction. Each comes with its bill, and a due account also with its payer. */
const together = 10;

function billOf(estateId: string, nth: number, dueOn: string, at: string): Bill {
  const id = `${estateId}-${String(nth).padStart(6, '0')}`;
  return {
    billId: `bill-${id}`,
    estateId,
    unitId: `unit-${id}`,
    unitLabel: `${id}`,
    payerId: `payer-${id}`,
    dueOn,
    period: { from: addDays(dueOn, -40), to: addDays(dueOn, -10) },
    lines: [],
    fen: 30_000,
    status: 'published',
    publishedOn: addDays(dueOn, -30),
    deliveries: [],
    paid: [],
    lateClaims: [],
    costs: [],
    waived: [],
    disputes: [],
    updatedAt: at,
    version: 1,
  };
}

/**
 * Returns an account that was reminded a week before its due day, yesterday.
 * Its next step was due at eight today.
 */
function reminded(account: AccountRecord, dueOn: string, at: string): AccountRecord {
  const billIds = account.bills.map(({ billId }) => billId);
  const said = { step: 'bill-reminder', means: 'message' as const, at, answerBy: dueOn, billIds, fen: 30_000 };
  const known = { reached: true, proof: 'notice', contactId: `contact-${account.accountId}`, answerDays: 7 };
  return { ...account, contacts: [{ ...said, ...known, waiting: false }] };
}

/**
 * Stores accounts, each with an open bill. Some are due at the given instant. The reminders of the others
 * fall due later, spread over three months.
 */
export async function storeArrears({ accounts: all, due }: Arrears, now: Temporal.Instant): Promise<void> {
  // Each size has its own estate, and all ids have the same length. So neither the cache of the register nor
  // a longer key makes one run cheaper than another.
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
    const account = withState(isDue ? reminded(known, dueOn, at) : known, rules, then);
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

/**
 * Commits a transaction and retries timeouts of a busy machine. Writes without a condition can be repeated.
 */
async function stored(transaction: Transaction): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction.commit();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TimeoutError') || attempt === 20) throw error;
    }
  }
}
