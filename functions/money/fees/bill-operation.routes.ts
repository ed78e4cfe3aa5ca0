import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { type Caller, hasRole, isStaff, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { billPath, deskAndCashier, ownBillFor } from './bill-access.ts';
import { type BillChange, type BillContext, done, unchanged } from './bill-change.ts';
import { loadBillContext } from './bill-context.ts';
import { costsAdded, costsSchema } from './bill-costs.ts';
import { billViewSchema, viewOf } from './bill-view.ts';
import { delivered, deliverSchema } from './deliver-bill.ts';
import { disputed, disputeSchema, disputeSettled, settleDisputeSchema } from './dispute-bill.ts';
import { cancelled, endSchema, mustBeWithin, writtenOff } from './end-bill.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { limitOf } from './waiver.ts';

type BillDesk = BillContext & { readonly policy: FeesPolicy; readonly caller: Caller };
type Run<Input> = (change: BillChange, input: Input, context: BillDesk) => BillChange | Promise<BillChange>;

/** Declares `POST /v1/fees/bills/{billId}/<name>`: a named change of one bill and its entries. */
function operation<S extends z.ZodType>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Run<z.output<S>>;
}): Route {
  const { name, run, ...rest } = declaration;
  const perform = async (call: Call<{ billId: string }, unknown, z.output<S>>): Promise<Reply> => {
    const { caller } = call;
    const bill = await ownBillFor(call);
    unchangedSince(call.ifMatch, bill);
    const context = await loadBillContext(bill.estateId, call.act(), call.now);
    const { after, transaction } = done(await run(unchanged(bill), call.body, { ...context, caller }), context);
    return call.commit(transaction, ok(viewOf(after, caller, context.today, context.policy)));
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/fees/bills/{billId}/${name}`,
    params: billPath,
    response: billViewSchema,
    // A payment or a close at the same moment causes a conflict; the retry decides on the new state.
    handle: (call) => retryOnConflict(() => perform(call)),
  });
}

/**
 * Rejects a past first day from a resident. Only staff may enter an objection that was made on another day.
 */
function mustBeToday({ caller, today }: BillDesk, from: string | undefined): void {
  if (!isStaff(caller) && from !== undefined) mustLieIn(from, { from: today, to: today }, 'from');
}

/** Changes of a published bill, apart from payments and waivers. */
export const billOperationRoutes: readonly Route[] = [
  operation({
    name: 'deliver',
    operationId: 'deliverBill',
    summary: 'Record that a bill was handed over or posted (送达); late charge may run from the day after',
    allow: deskAndCashier,
    body: deliverSchema,
    run: delivered,
  }),
  operation({
    name: 'dispute',
    operationId: 'disputeBill',
    summary: 'Object to a bill (异议); no late charge and no reminder until the objection is settled',
    allow: ['resident', ...deskAndCashier],
    body: disputeSchema,
    run: (change, input, context) => {
      mustBeToday(context, input.from);
      return disputed(change, input, context);
    },
  }),
  operation({
    name: 'settle-dispute',
    operationId: 'settleDispute',
    summary: 'Settle the objection to a bill; late charge runs again from the day after its last day',
    allow: ['supervisor', 'manager'],
    body: settleDisputeSchema,
    run: disputeSettled,
  }),
  operation({
    name: 'costs',
    operationId: 'addCosts',
    summary: 'Add costs of claiming a bill; payments cover costs first (R5.5)',
    allow: ['cashier', 'manager'],
    body: costsSchema,
    run: costsAdded,
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelBill',
    summary: 'Cancel a bill issued by mistake (作废) and reverse its entries; nothing of it may be paid',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: cancelled,
  }),
  operation({
    name: 'write-off',
    operationId: 'writeOffBill',
    summary: 'Write off a bill as a bad debt (核销); an administrator above the limit of a manager',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: (change, input, context) => {
      const { caller, policy } = context;
      if (!hasRole(caller, 'administrator')) mustBeWithin(limitOf(caller, policy), change.bill);
      return writtenOff(change, input, context);
    },
  }),
];
