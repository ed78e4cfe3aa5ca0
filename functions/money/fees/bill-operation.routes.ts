import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { type Caller, hasRole, isStaff, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { billPath, deskAndCashier, ownBillFor } from './bill-access.ts';
import { type BillChange, type Desk, done, unchanged } from './bill-change.ts';
import { costsAdded, costsSchema } from './bill-costs.ts';
import { deskOf } from './bill-desk.ts';
import { billViewSchema, viewOf } from './bill-view.ts';
import { delivered, deliverSchema } from './deliver-bill.ts';
import { disputed, disputeSchema, disputeSettled, settleDisputeSchema } from './dispute-bill.ts';
import { cancelled, endSchema, mustBeWithin, writtenOff } from './end-bill.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { limitOf } from './waiver.ts';

type BillDesk = Desk & { readonly policy: FeesPolicy; readonly caller: Caller };
type Run<Input> = (change: BillChange, input: Input, desk: BillDesk) => BillChange | Promise<BillChange>;

/** `POST /v1/fees/bills/{billId}/<name>`: a named change of one bill, with what it does to the books. */
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
    const desk = await deskOf(bill.estateId, call.act(), call.now);
    const { after, transaction } = done(await run(unchanged(bill), call.body, { ...desk, caller }), desk);
    return call.commit(transaction, ok(viewOf(after, caller, desk.today, desk.policy)));
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/fees/bills/{billId}/${name}`,
    params: billPath,
    response: billViewSchema,
    // Paid or closed at the very moment: judged anew by what stands then.
    handle: (call) => retryOnConflict(() => perform(call)),
  });
}

/** Only the desk knows of an objection that was made on another day. */
function mustBeToday({ caller, today }: BillDesk, from: string | undefined): void {
  if (!isStaff(caller) && from !== undefined) mustLieIn(from, { from: today, to: today }, 'from');
}

/** What is done to a published bill, apart from paying and waiving. */
export const billOperationRoutes: readonly Route[] = [
  operation({
    name: 'deliver',
    operationId: 'deliverBill',
    summary: 'It was handed over or posted (送达); from the day after on late charge may run',
    allow: deskAndCashier,
    body: deliverSchema,
    run: delivered,
  }),
  operation({
    name: 'dispute',
    operationId: 'disputeBill',
    summary: 'The payer objects (异议): no late charge and no reminder until it is settled',
    allow: ['resident', ...deskAndCashier],
    body: disputeSchema,
    run: (change, input, desk) => {
      mustBeToday(desk, input.from);
      return disputed(change, input, desk);
    },
  }),
  operation({
    name: 'settle-dispute',
    operationId: 'settleDispute',
    summary: 'What came of the objection; the day after its last one counts again',
    allow: ['supervisor', 'manager'],
    body: settleDisputeSchema,
    run: disputeSettled,
  }),
  operation({
    name: 'costs',
    operationId: 'addCosts',
    summary: 'Costs of claiming it, which are paid first (R5.5)',
    allow: ['cashier', 'manager'],
    body: costsSchema,
    run: costsAdded,
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelBill',
    summary: 'It should not have been (作废): whatever it put into the books is reversed, as long as nothing was paid',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: cancelled,
  }),
  operation({
    name: 'write-off',
    operationId: 'writeOffBill',
    summary: 'Give it up as a bad debt (核销); a manager within his limit, an administrator above it',
    allow: ['manager', 'administrator'],
    body: endSchema,
    run: (change, input, desk) => {
      const { caller, policy } = desk;
      if (!hasRole(caller, 'administrator')) mustBeWithin(limitOf(caller, policy), change.bill);
      return writtenOff(change, input, desk);
    },
  }),
];
