import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { decimalSchema, exact } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type LateTerms, lateTermsSchema } from './late-charge.ts';

/* Late charge terms of one fee item, and the rates that are refused at entry (R27.5). */

const isAtMost = (rate: string, most: string) => exact(rate).top.lte(exact(most).top);
const atMost = (most: string) =>
  decimalSchema.refine((rate) => isAtMost(rate, most), { message: `at most ${most} a day` });

/** Rates a day that one person may set, and that nobody may exceed. An estate may lower them. */
export const lateRateLimitsSchema = z
  .strictObject({
    /** Above it another person must approve: 0.001 is 1 permille. */
    alone: atMost('0.001'),
    /** Above it a rate is always refused: 0.01 is 1 %. */
    most: atMost('0.01'),
  })
  .meta({ id: 'LateRateLimits' });
export type LateRateLimits = z.output<typeof lateRateLimitsSchema>;
export const lateRateLimits: LateRateLimits = { alone: '0.001', most: '0.01' };

/** The most a day for electricity of homes, which the rules of its supply allow (R27.7). */
const mostOfElectricity = '0.001';

const tooHigh = problemKind('late-rate-too-high', 400, {
  'zh-CN': '违约金日利率 {dailyRate} 过高，最高为 {most}。请核对合同并填写更低的 dailyRate。',
  'zh-TW': '違約金日利率 {dailyRate} 過高，最高為 {most}。請核對合約並填寫較低的 dailyRate。',
  en: 'The late charge of {dailyRate} a day is too high: at most {most} is allowed. Check the contract and enter a lower dailyRate.',
});
const needsApproval = problemKind('late-rate-needs-approval', 409, {
  'zh-CN': '违约金日利率 {dailyRate} 超过 {alone}，须由另一人批准。请在收费项目中用 setLateTerms 登记。',
  'zh-TW': '違約金日利率 {dailyRate} 超過 {alone}，須由另一人核准。請在收費項目中用 setLateTerms 登記。',
  en: 'The late charge of {dailyRate} a day is above {alone} and needs the approval of another person. Enter it for the fee item with setLateTerms.',
});
const ofOthers = problemKind('no-late-charge-for-others', 409, {
  'zh-CN': '代收代付的费用不能收取违约金，因为我方不是债权人。请选择自有收费项目。',
  'zh-TW': '代收代付的費用不能收取違約金，因為我方不是債權人。請選擇自有收費項目。',
  en: 'Money collected for others bears no late charge, because the company is not its creditor. Choose a fee item of the company.',
});

const policyRateSchema = z.object({
  late: z.object({ dailyRate: decimalSchema }),
  lateRateLimits: lateRateLimitsSchema.default(lateRateLimits),
});

function assertNotTooHigh(dailyRate: string, most: string): void {
  if (!isAtMost(dailyRate, most)) throw new Problem(tooHigh, { dailyRate, most });
}

/** Rejects a rate in the policy that needs a second person or is never allowed. @throws Problem as named. */
export function assertPolicyRate(body: unknown): void {
  const { data } = policyRateSchema.safeParse(body);
  if (!data) return;
  const { late, lateRateLimits: limits } = data;
  assertNotTooHigh(late.dailyRate, limits.most);
  if (!isAtMost(late.dailyRate, limits.alone)) throw new Problem(needsApproval, { ...late, alone: limits.alone });
}

/** Late charge terms of an estate. */
export const estateLateTermsSchema = z
  .strictObject({
    ...lateTermsSchema.shape,
    /**
     * Bills due on this day or later have the terms. Without it, bills have them whose due day is not past
     * when they are published.
     */
    from: dateSchema.optional(),
  })
  .meta({ id: 'EstateLateTerms' });

/**
 * Returns the terms of the estate for a bill published today; null where it has none for that due day. A
 * changed rate never applies to a due day before it (R27.5).
 */
export function estateTermsFor(
  late: z.output<typeof estateLateTermsSchema> | null,
  { dueOn, today }: { dueOn: string; today: string },
): LateTerms | null {
  if (!late || dueOn < (late.from ?? today)) return null;
  return { dailyRate: late.dailyRate, cap: late.cap };
}

/** Input of late charge terms of a fee item. */
export const setLateTermsSchema = z
  .strictObject({
    ...lateTermsSchema.shape,
    /** Bills due on this day or later have the terms; a bill due earlier never has. */
    from: dateSchema,
    /** The clause of the contract. */
    clause: z.string().min(1).max(500),
  })
  .meta({ id: 'SetLateTermsBody' });

const doneSchema = z.object({ by: z.string(), at: z.string() });

/** A version of a fee item's late charge terms. */
export const itemLateTermsSchema = z
  .object({
    ...setLateTermsSchema.shape,
    /** Counted from 1 in the order of entry. */
    number: z.int().min(1),
    /** `asked`: the rate needs the approval of another person and does not apply yet. */
    status: z.enum(['in-force', 'asked']),
    /** Who entered them, and when. */
    asked: doneSchema,
    /** Who approved a rate above what one person may set, and when. */
    approved: doneSchema.optional(),
  })
  .meta({ id: 'FeeItemLateTerms' });

/** What of a fee item decides on its late charge. */
interface ItemOfTerms {
  readonly nature: 'own' | 'agency' | 'resale';
  readonly utility?: string | undefined;
  readonly scope: { readonly uses?: readonly string[] | undefined };
  readonly lateTerms?: z.infer<typeof itemLateTermsSchema>[] | undefined;
}

/** The most versions of a fee item. */
export const mostLateTerms = 100;

const full = problemKind('late-terms-full', 409, {
  'zh-CN': '此收费项目的违约金条款已达 {most} 个版本。请新建收费项目。',
  'zh-TW': '此收費項目的違約金條款已達 {most} 個版本。請新建收費項目。',
  en: 'This fee item has {most} versions of late charge terms already. Create a new fee item.',
});

type Done = z.infer<typeof doneSchema>;

/**
 * Returns a fee item with other late charge terms. A rate above `alone` waits for another person (R27.5).
 * @throws Problem no-late-charge-for-others, late-rate-too-high, late-terms-full.
 */
export function withLateTerms<T extends ItemOfTerms>(
  item: T,
  input: z.output<typeof setLateTermsSchema>,
  asked: Done,
  limits: LateRateLimits,
): T {
  if (item.nature === 'agency') throw new Problem(ofOthers);
  const isOfHomes = item.utility === 'electricity' && (item.scope.uses ?? ['dwelling']).includes('dwelling');
  assertNotTooHigh(input.dailyRate, limits.most);
  if (isOfHomes) assertNotTooHigh(input.dailyRate, mostOfElectricity);
  const before = item.lateTerms ?? [];
  if (before.length >= mostLateTerms) throw new Problem(full, { most: mostLateTerms });
  const status = isAtMost(input.dailyRate, limits.alone) ? ('in-force' as const) : ('asked' as const);
  return { ...item, lateTerms: [...before, { ...input, number: before.length + 1, status, asked }] };
}

/**
 * Returns a fee item whose terms another person approved. They apply from their day on.
 * @throws Problem not-found, illegal-state, another-person-needed.
 */
export function approveLateTerms<T extends ItemOfTerms>(item: T, number: number, approved: Done): T {
  const terms = item.lateTerms?.find((one) => one.number === number);
  if (!terms) throw new Problem(problems.notFound);
  if (terms.status !== 'asked') throw illegalState(terms.status, ['asked']);
  assertAnotherPerson(terms.asked, approved.by);
  const lateTerms = item.lateTerms?.map((one) =>
    one === terms ? { ...one, status: 'in-force' as const, approved } : one,
  );
  return { ...item, lateTerms };
}

/**
 * Returns the terms of a fee item for a bill with a due day: the latest that had begun by then, of two with
 * the same first day the later entry. A changed rate never applies to a due day before it (R27.5).
 */
export function lateTermsFor({ lateTerms = [] }: Pick<ItemOfTerms, 'lateTerms'>, dueOn: string): LateTerms | undefined {
  const [latest] = lateTerms
    .filter(({ status, from }) => status === 'in-force' && from <= dueOn)
    .toSorted((a, b) => (a.from === b.from ? b.number - a.number : a.from < b.from ? 1 : -1));
  return latest && { dailyRate: latest.dailyRate, cap: latest.cap };
}
