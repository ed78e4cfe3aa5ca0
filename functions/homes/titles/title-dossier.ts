import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { decimalSchema, exact, fenSchema } from '../../../shared/kernel/money.ts';
import { endOfDay } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { fundVersionSchema } from '../handovers/public.ts';
import { deedTaxVersionSchema, homeRanks } from './deed-tax.ts';
import { decisionDue, firstRegistrationDue, registrationDue, type TitleStep, titleSteps } from './title-steps.ts';
import { buyerKinds, type DocumentRule } from './titles.policy.ts';

/** Details of the contract of sale that title, fund and tax depend on. Amounts in fen, areas in m². */
export const saleContractSchema = z
  .strictObject({
    kind: z.enum(['presale', 'finished']),
    contractOn: dateSchema,
    /** With VAT. */
    priceFen: fenSchema.min(1),
    /** Default: the estate's rate. */
    vatRate: decimalSchema.optional(),
    /** What the buyer has paid. Default: the full price. */
    paidFen: fenSchema.min(0).optional(),
    area: decimalSchema.refine((area) => exact(area).top.gt('0'), { message: 'area must be above 0' }),
    /** Which home of the family this one is, on which the rate of the deed tax depends (R8). */
    rank: z.enum(homeRanks),
    /** Building type as the city's flat table names it (R7.1). */
    building: z.string().min(1).max(60).default('lift'),
    buyerKind: z.enum(buyerKinds),
    /** The number of the contract. */
    number: z.string().min(1).max(60).optional(),
    /** The bank with a mortgage on the home, and the loan. */
    mortgage: z
      .strictObject({ bank: z.string().min(1).max(120), fen: fenSchema.min(1) })
      .meta({ id: 'Mortgage' })
      .optional(),
    /** Last day of timely delivery (R3.7). */
    deliverBy: dateSchema.optional(),
    /** Daily damages as a share of the paid price: 0.0001 is 0.1 permille (R3.7). */
    lateRate: decimalSchema.optional(),
  })
  .refine(({ deliverBy, lateRate }) => lateRate === undefined || deliverBy !== undefined, {
    message: 'lateRate needs deliverBy',
    path: ['deliverBy'],
  })
  .meta({ id: 'ChangeTitleContractBody' });

const documentStates = ['missing', 'submitted', 'accepted', 'rejected'] as const;
const documentSchema = z
  .object({
    key: z.string(),
    name: z.object({ 'zh-CN': z.string(), 'zh-TW': z.string(), en: z.string() }),
    state: z.enum(documentStates),
    /** Reason of the last rejection. */
    reason: z.string().optional(),
    /** How often the document was submitted. */
    submissions: z.int(),
    at: z.string().optional(),
    by: z.string().optional(),
  })
  .meta({ id: 'Document' });

const stepSchema = z
  .object({
    step: z.enum(titleSteps),
    /** Who has to act. */
    owedBy: z.enum(['developer', 'buyer', 'registry']),
    dueOn: dateSchema.optional(),
    doneOn: dateSchema.optional(),
    /** Number of the authority's receipt, unique in the estate. */
    receipt: z.string().optional(),
    fen: fenSchema.optional(),
    by: z.string().optional(),
    warnedOn: dateSchema.optional(),
  })
  .meta({ id: 'TitleStep' });

/** Amounts due before the application, with their calculation and table versions (R7, R8). */
const moneySchema = z
  .object({
    /** The first payment into the maintenance fund, with its arithmetic. */
    fund: z.object({ fen: fenSchema, perM2: z.string(), area: z.string(), version: z.string() }).optional(),
    /** The deed tax, with its arithmetic. */
    tax: z
      .object({
        fen: fenSchema,
        baseFen: fenSchema,
        rate: z.string(),
        vatRate: z.string(),
        version: z.string(),
        /** True until the tax is declared: the table and the number of homes of that day decide (R29.3). */
        estimate: z.boolean().optional(),
      })
      .optional(),
  })
  .meta({ id: 'Money' });
export type TitleMoney = z.infer<typeof moneySchema>;

/** Kinds of notes: exemption, refund, the buyer's written demand to deliver (催告, R3.7), other. */
export const noteKinds = ['exemption', 'refund', 'demand', 'other'] as const;
export const noteSubjects = ['fund', 'tax', 'title', 'delivery'] as const;

/** A title dossier (办证档案, D20): one home until its buyer has the certificate. */
export const titleDossierSchema = z
  .object({
    dossierId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    buyerId: z.string(),
    handoverId: z.string().optional(),
    handlerId: z.string().optional(),
    deliveredOn: dateSchema.optional(),
    contract: saleContractSchema.optional(),
    /** The opening that brought the contract from the system before (R30.4). */
    carriedOver: z.string().optional(),
    /**
     * The table of the fund for the contract day, and that of the deed tax for the day of its declaration,
     * until then for the day on which the contract was entered. Later changes of the policy leave them.
     */
    tables: z.object({ fund: fundVersionSchema.optional(), deedTax: deedTaxVersionSchema.optional() }),
    /** What is to be paid: maintenance fund and deed tax. */
    money: moneySchema,
    /** Version of the estate's document list. */
    listVersion: z.int(),
    /** The documents and their state. */
    documents: z.array(documentSchema),
    /** The steps of the registration. */
    steps: z.array(stepSchema),
    /** Whether a delay is the seller's fault, who decided it, and the yearly rate of damages (R9.1). */
    fault: z
      .object({
        /** Whether the delay is the fault of the seller. */
        sellers: z.boolean(),
        yearlyRate: decimalSchema.optional(),
        reason: z.string(),
        by: z.string(),
      })
      .optional(),
    /** Exemptions, refunds and demands, with their documents (R3.7, R8.2). */
    notes: z.array(
      z.object({
        kind: z.enum(noteKinds),
        /** What the note is about. */
        about: z.enum(noteSubjects),
        text: z.string(),
        on: dateSchema,
        by: z.string(),
      }),
    ),
    /** Fund balance reported by the authority; `low` while a top-up is due (R7.3). */
    fundBalance: z
      .object({
        fen: fenSchema,
        on: dateSchema,
        firstPaymentFen: fenSchema,
        by: z.string(),
        /** When the fund was found to be low, and the day by which it is to be topped up. */
        low: z.object({ noticedOn: dateSchema, topUpBy: dateSchema }).optional(),
      })
      .optional(),
    nextDueAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'TitleDossier' });
export type TitleDossier = z.infer<typeof titleDossierSchema>;
export type DossierStep = TitleDossier['steps'][number];

/** Returns the id of a buyer's dossier for a home. */
export function dossierIdOf(unitId: string, buyerId: string): string {
  return derivedId('ttl', unitId, buyerId);
}

const owers: Readonly<Record<TitleStep, DossierStep['owedBy']>> = {
  'first-registration': 'developer',
  'area-settled': 'developer',
  'fund-receipt': 'buyer',
  'deed-tax-receipt': 'buyer',
  application: 'buyer',
  acceptance: 'registry',
  certificate: 'registry',
};

/** Returns the steps of a new dossier. */
export function newSteps(): DossierStep[] {
  return titleSteps.map((step) => ({ step, owedBy: owers[step] }));
}

/** Returns the documents that a kind of buyer must submit. Keeps those already submitted. */
export function documentsFor(
  rules: readonly DocumentRule[],
  buyerKind: (typeof buyerKinds)[number],
  before: TitleDossier['documents'],
): TitleDossier['documents'] {
  return rules
    .filter(({ buyers }) => buyers.includes(buyerKind))
    .map(({ key, name }) => before.find((one) => one.key === key) ?? { key, name, state: 'missing', submissions: 0 });
}

const preparations: readonly TitleStep[] = titleSteps.slice(0, titleSteps.indexOf('application'));

/**
 * Returns the steps that can be done now: those before the application in any order, the others in sequence
 * (R9).
 */
export function stepsOpen(steps: readonly Pick<DossierStep, 'step' | 'doneOn'>[]): TitleStep[] {
  const undone = titleSteps.filter((step) => steps.every((one) => one.step !== step || one.doneOn === undefined));
  const before = undone.filter((step) => preparations.includes(step));
  return before.length > 0 ? before : undone.slice(0, 1);
}

/**
 * Returns the last day for the buyer's registration (R9.1).
 * Undefined while the contract, or the delivery of a presale, is unknown.
 */
export function registrationDueOf({
  contract,
  deliveredOn,
}: Pick<TitleDossier, 'contract' | 'deliveredOn'>): string | undefined {
  const kind = contract?.kind ?? 'presale';
  if (kind === 'presale') return deliveredOn && registrationDue({ kind, contractOn: deliveredOn, deliveredOn });
  return contract && registrationDue({ kind, contractOn: contract.contractOn, deliveredOn: contract.contractOn });
}

function dueOf(step: TitleStep, dossier: TitleDossier): string | undefined {
  const acceptedOn = dossier.steps.find((one) => one.step === 'acceptance')?.doneOn;
  switch (step) {
    case 'first-registration':
      return dossier.deliveredOn && firstRegistrationDue(dossier.deliveredOn);
    case 'area-settled':
    case 'fund-receipt':
    case 'deed-tax-receipt':
    case 'application':
      return registrationDueOf(dossier);
    case 'acceptance':
      return undefined;
    case 'certificate':
      return acceptedOn === undefined ? registrationDueOf(dossier) : decisionDue(acceptedOn);
  }
}

/** Returns the steps that are overdue on a day, can be done, and are not yet reported. */
export function overdueOn(dossier: TitleDossier, today: string): DossierStep[] {
  return waiting(dossier).filter(({ dueOn }) => dueOn !== undefined && dueOn < today);
}

function waiting({ steps }: TitleDossier): DossierStep[] {
  const open = stepsOpen(steps);
  return steps.filter(
    ({ step, warnedOn, dueOn }) => open.includes(step) && warnedOn === undefined && dueOn !== undefined,
  );
}

/**
 * Returns a dossier with recalculated due days. A notice of the State Council may have moved them since they
 * were stored (R26.9).
 */
export function withDueDays(dossier: TitleDossier): TitleDossier {
  return { ...dossier, steps: dossier.steps.map((one) => ({ ...one, dueOn: dueOf(one.step, dossier) })) };
}

/** Returns the next version of a dossier, with recalculated due days. */
export function kept(dossier: TitleDossier, { zone }: Pick<WorkingCalendar, 'zone'>, at: string): TitleDossier {
  const next = { ...withDueDays(dossier), updatedAt: at, version: dossier.version + 1 };
  const days = waiting(next).flatMap(({ dueOn }) => (dueOn === undefined ? [] : [dueOn]));
  const first = days.sort()[0];
  return { ...next, nextDueAt: first === undefined ? undefined : endOfDay(first, zone) };
}

/** Marks steps as reported on a day. */
export function warned(dossier: TitleDossier, steps: readonly DossierStep[], today: string): TitleDossier {
  const now = steps.map(({ step }) => step);
  return {
    ...dossier,
    steps: dossier.steps.map((one) => (now.includes(one.step) ? { ...one, warnedOn: today } : one)),
  };
}
