import * as z from 'zod';
import { decimalSchema, fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { saleContractSchema } from '../../homes/titles/public.ts';
import { channels, severitySchema, ticketTypes } from '../../service/tickets/public.ts';
import { interruptions, proofKinds } from '../dunning/public.ts';
import { taxedBefore } from '../fees/public.ts';
import { numberedDocuments } from '../ledger/public.ts';
import type { FileKind } from './opening-file.ts';

/* The checked rows of each file: with ids instead of labels, and fen instead of yuan. */

const account = z.string().max(250);
const id = z.string().max(64);

/** A ledger account that is posted as it is, fen: debit positive. */
export const balanceRowSchema = z.object({ account, fen: fenSchema, proof: z.string().optional() }).meta({
  id: 'OpeningBalanceRow',
});
export const billRowSchema = z
  .object({
    number: z.string(),
    unitId: id,
    unitLabel: z.string(),
    payerId: id,
    feeItemId: id,
    period: z.object({ from: dateSchema, to: dateSchema }),
    issuedOn: dateSchema,
    dueOn: dateSchema,
    deliveredOn: dateSchema.optional(),
    principalFen: fenSchema,
    openFen: fenSchema,
    invoiced: z.boolean(),
    vat: z.enum(taxedBefore),
    lateFen: fenSchema,
    lateTo: dateSchema.optional(),
    disputed: z.object({ on: dateSchema, reason: z.string(), proof: z.string().optional() }).optional(),
  })
  .meta({ id: 'OpeningBillRow' });
export const prepaidRowSchema = z
  .object({ number: z.string(), payerId: id, purpose: id, fen: fenSchema })
  .meta({ id: 'OpeningPrepaidRow' });
export const depositRowSchema = z
  .object({
    receiptNumber: z.string(),
    payerId: id,
    unitId: id.optional(),
    purpose: id,
    fen: fenSchema,
    moneyAccount: account,
    takenOn: dateSchema,
  })
  .meta({ id: 'OpeningDepositRow' });
export const suspenseRowSchema = z
  .object({
    reference: z.string(),
    moneyAccount: account,
    fen: fenSchema,
    receivedOn: dateSchema,
    sender: z.string().optional(),
    remark: z.string().optional(),
  })
  .meta({ id: 'OpeningSuspenseRow' });
export const slipRowSchema = z
  .object({ reference: z.string(), from: account, bankAccountId: id, fen: fenSchema, occurredOn: dateSchema })
  .meta({ id: 'OpeningSlipRow' });
export const meterRowSchema = z
  .object({
    meterId: id,
    plate: z.string(),
    unitId: id,
    utility: utilitySchema,
    feeItemId: id,
    prepaid: z.boolean(),
    value: decimalSchema,
    readOn: dateSchema,
    payerId: id.optional(),
    balanceFen: fenSchema,
  })
  .meta({ id: 'OpeningMeterRow' });

/** What was demanded from one payer for one unit, act by act. */
export const demandRowSchema = z
  .object({
    payerId: id,
    unitId: id,
    unitLabel: z.string(),
    acts: z.array(
      z.object({
        kind: z.enum(interruptions),
        on: dateSchema,
        proofKind: z.enum(proofKinds),
        proof: z.string(),
        step: z.string().optional(),
        /** The numbers of the bills. */
        bills: z.array(z.string()),
        fen: fenSchema,
      }),
    ),
  })
  .meta({ id: 'OpeningDemandRow' });

/** A range of numbers of the system before (R30.4). */
export const numbersRowSchema = z
  .object({ document: z.enum(numberedDocuments), first: z.string(), last: z.string() })
  .meta({ id: 'OpeningNumbersRow' });

/** An open ticket. */
export const ticketRowSchema = z
  .object({
    number: z.string(),
    references: z.array(z.string()),
    receivedOn: dateSchema,
    type: z.enum(ticketTypes),
    channel: z.enum(channels),
    category: z.string(),
    severity: severitySchema.optional(),
    title: z.string(),
    description: z.string(),
    unitId: id.optional(),
    unitLabel: z.string().optional(),
    location: z.string().optional(),
    requester: z.object({ personId: id.optional(), name: z.string().optional(), phone: z.string().optional() }),
  })
  .meta({ id: 'OpeningTicketRow' });

/** A sales contract of a home and its buyer. */
export const contractRowSchema = z
  .object({
    unitId: id,
    unitLabel: z.string(),
    buyerId: id,
    deliveredOn: dateSchema.optional(),
    contract: saleContractSchema,
  })
  .meta({ id: 'OpeningContractRow' });

/** Checked rows by file. */
export interface CheckedRows {
  readonly balances: z.infer<typeof balanceRowSchema>[];
  readonly bills: z.infer<typeof billRowSchema>[];
  readonly prepaid: z.infer<typeof prepaidRowSchema>[];
  readonly deposits: z.infer<typeof depositRowSchema>[];
  readonly suspense: z.infer<typeof suspenseRowSchema>[];
  readonly slips: z.infer<typeof slipRowSchema>[];
  readonly meters: z.infer<typeof meterRowSchema>[];
  readonly demands: z.infer<typeof demandRowSchema>[];
  readonly numbers: z.infer<typeof numbersRowSchema>[];
  readonly tickets: z.infer<typeof ticketRowSchema>[];
  readonly contracts: z.infer<typeof contractRowSchema>[];
}

/** Returns an opening without rows. */
export function noRows(): CheckedRows {
  return {
    balances: [],
    bills: [],
    prepaid: [],
    deposits: [],
    suspense: [],
    slips: [],
    meters: [],
    demands: [],
    numbers: [],
    tickets: [],
    contracts: [],
  } satisfies Record<FileKind, unknown>;
}
