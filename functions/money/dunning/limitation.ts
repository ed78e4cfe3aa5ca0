import { Temporal } from 'temporal-polyfill';
import { correspondingDay } from '../../../shared/kernel/periods.ts';
import { isProvisional, workdayFrom } from '../../../shared/kernel/statutory-calendar.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { type DunnedBill, type DunningAccount, openFen } from './dunning.ts';
import { type Interruption, isProcedure, type LimitationEvent } from './limitation-event.ts';

/** Limitation of a bill (诉讼时效, R0.3, R26): shown to staff only. No payment is blocked and nothing deleted. */
export interface Limitation {
  readonly billId: string;
  /** The last day of the period; absent while a procedure or an obstacle lasts. */
  readonly endsOn?: string;
  /** Whether the period is over, so that the debtor may refuse to pay (R26.2). */
  readonly risk: boolean;
  /** Whether a notice of holidays may still move the last day (R26.9). */
  readonly provisional: boolean;
  /** What started the period again last. */
  readonly restartedBy?: { readonly kind: Interruption; readonly on: string };
}

/** An act that starts the period again from a day; without one while its procedure lasts. */
interface Restart {
  readonly kind: Interruption;
  readonly on: string;
  readonly restartsOn: string | undefined;
}

/** The period and the longest period from the harm, which no act extends (Civil Code 188). */
const period = { years: 3 };
const longest = { years: 20 };
const lastMonths = { months: 6 };
/** The end of a period that does not run. */
const open = '9999-12-31';

const later = (a: string, b: string) => (a > b ? a : b);

/** The debtor's own word. After the period it takes away the right to refuse (R26.2, Civil Code 192). */
const isOwnWord = (kind: Interruption) => kind === 'promise' || kind === 'plan';

/**
 * Returns the acts that restart the period of a bill, in order (R26.4). What staff recorded, contacts that
 * reached the debtor, instalment plans, and payments by the debtor. Prepaid money that the system used is no
 * act of the debtor. A legal file goes to no debtor.
 */
function restartsOf(bill: DunnedBill, account: DunningAccount, events: readonly LimitationEvent[], zone: string) {
  const { billId, dueOn, paid } = bill;
  const concerned = <T extends { readonly billIds: readonly string[] }>(all: readonly T[]) =>
    all.filter(({ billIds }) => billIds.includes(billId));
  const of = (kind: Interruption) => (on: string) => ({ kind, on, restartsOn: on });
  const all: readonly Restart[] = [
    ...concerned(account.contacts)
      .filter(({ reached, means }) => reached && means !== 'legal-file')
      .map(({ at }) => dayIn(zone, at))
      .map(of('demand-reached')),
    ...concerned(account.plans)
      .map(({ agreedOn }) => agreedOn)
      .map(of('plan')),
    ...paid
      .filter(({ byDebtorFen = 0 }) => byDebtorFen > 0)
      .map(({ on }) => on)
      .map(of('part-payment')),
    ...events.flatMap(({ kind, on, endedOn }) =>
      kind === 'obstacle' ? [] : [{ kind, on, restartsOn: isProcedure(kind) ? endedOn : on }],
    ),
  ];
  return all.filter(({ on }) => on > dueOn).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/**
 * Returns the end of a period that starts on a day, before it is moved off a rest day. An obstacle within its
 * last six months moves it to six months after the obstacle is gone (R26.3, Civil Code 194).
 */
function endFrom(day: string, obstacles: readonly LimitationEvent[]): string {
  return obstacles.reduce(
    (end, { on, endedOn = open }) => {
      if (end === open || on > workdayFrom(end)) return end;
      const lastSixMonths = Temporal.PlainDate.from(end).subtract(lastMonths).toString();
      if (endedOn < lastSixMonths) return end;
      return endedOn === open ? open : later(end, correspondingDay(endedOn, lastMonths));
    },
    correspondingDay(day, period),
  );
}

/** Returns the limitation of a bill on a day (R26.1 to R26.4). */
function limitationOf(bill: DunnedBill, account: DunningAccount, zone: string, today: string): Limitation {
  const { billId, dueOn } = bill;
  const events = (account.limitationEvents ?? []).filter(
    ({ withdrawnBy, billIds }) => withdrawnBy === undefined && (billIds?.includes(billId) ?? true),
  );
  const obstacles = events.filter(({ kind }) => kind === 'obstacle').toSorted((a, b) => (a.on < b.on ? -1 : 1));
  let end = endFrom(dueOn, obstacles);
  let restartedBy: Limitation['restartedBy'];
  for (const { kind, on, restartsOn } of restartsOf(bill, account, events, zone)) {
    if (end !== open && on > workdayFrom(end) && !isOwnWord(kind)) continue;
    end = restartsOn === undefined ? open : later(end, endFrom(restartsOn, obstacles));
    restartedBy = { kind, on };
  }
  const restarted = restartedBy && { restartedBy };
  if (end === open) return { billId, risk: false, provisional: false, ...restarted };
  const last = correspondingDay(dueOn, longest);
  const endsOn = workdayFrom(end < last ? end : last);
  return { billId, endsOn, risk: today > endsOn, provisional: isProvisional(endsOn), ...restarted };
}

/**
 * Returns the limitation of every open bill (R26.1, Civil Code 188): three years from the due day, by bill.
 * Bills left alone are included, because their time runs on.
 */
export function limitationsOf(
  account: DunningAccount,
  { zone }: Pick<WorkingCalendar, 'zone'>,
  now: Temporal.Instant,
): Limitation[] {
  const today = dayIn(zone, now.toString());
  return account.bills.filter((bill) => openFen(bill) > 0).map((bill) => limitationOf(bill, account, zone, today));
}
