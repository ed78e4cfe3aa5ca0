import * as z from 'zod';
import { estatePath } from '../../../shared/http/access.ts';
import { type Caller, everybody } from '../../../shared/http/auth.ts';
import { page, type Route, route } from '../../../shared/http/route.ts';
import { type Language, languageSchema } from '../../../shared/kernel/language.ts';
import { paperSizes } from '../../../shared/pages/paper.ts';
import { get } from '../../../shared/store/table.ts';
import { personOf, senderOf, staffOf } from '../../register/owners/public.ts';
import { billsByIds } from '../fees/public.ts';
import {
  accountFor,
  combinedStatementOf,
  entriesOfPayer,
  lastSeal,
  payerPath,
  receiptFor,
  type StatementOnPaper,
  spanOf,
  spanQuery,
  statementPage,
  statementsOf,
} from '../ledger/public.ts';
import { depositIdOf } from './deposit.ts';
import { namesOfAccounts } from './names-of-accounts.ts';
import { nameOfPaidBy } from './paid-by.ts';
import { deposits, paymentUnder } from './payments.store.ts';
import { type ReceiptOnPaper, receiptPage } from './receipt.page.ts';
import { receiptRows } from './receipt-rows.ts';

const receiptPath = z.object({ ...estatePath.shape, number: z.string().max(120) });

/** Loads what a printed receipt says. @throws Problem not-found. */
async function receiptOnPaper(
  caller: Caller,
  params: { estateId: string; number: string },
  language: Language,
): Promise<ReceiptOnPaper> {
  const { estateId, number: printed } = params;
  const { receipt, entry, payerId } = await receiptFor(caller, params);
  const { account, reference, number } = receipt;
  const [{ known }, deposit, sender, payer, cashier, seal, names] = await Promise.all([
    paymentUnder(estateId, account, reference),
    get(deposits, { depositId: depositIdOf(estateId, account, reference) }),
    senderOf(estateId),
    personOf(payerId),
    staffOf(number.cashierId),
    lastSeal(estateId),
    namesOfAccounts(
      entry.postings.map((posting) => posting.account),
      language,
    ),
  ]);
  const payment = known?.receiptNumber === printed && known.status === 'taken' ? known : undefined;
  const bills = await billsByIds(payment?.allocation.map(({ billId }) => billId) ?? []);
  return {
    sender,
    printed,
    receipt,
    payerName: payer?.name,
    paidByName: known?.paidBy && (await nameOfPaidBy(known.paidBy)),
    cashierName: cashier?.name,
    method: (known ?? deposit)?.method,
    rows: receiptRows({ entry, payment, bills, names }, language),
    seal,
  };
}

/** Loads what a printed statement says. */
async function statementOnPaper(
  { estateId, payerId }: { estateId: string; payerId: string },
  { from, to }: { from: string; to: string },
  language: Language,
): Promise<StatementOnPaper> {
  const [entries, sender, payer, seal] = await Promise.all([
    entriesOfPayer(estateId, payerId),
    senderOf(estateId),
    personOf(payerId),
    lastSeal(estateId),
  ]);
  const statements = statementsOf(entries, payerId, { from, to });
  const names = await namesOfAccounts(
    statements.map(({ account }) => account),
    language,
  );
  const combined = combinedStatementOf(entries, payerId, { from, to });
  return { sender, payerName: payer?.name, from, to, combined, statements, names, seal };
}

/** The routes that print receipts (收据) and statements of account (对账单). */
export const printRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/payments/estates/{estateId}/receipts/{number}/page',
    operationId: 'getReceiptPage',
    summary: 'Get a receipt as a page to print',
    description:
      'HTML, in `language` or the language of the request, for A4 or the 80 mm roll of a receipt printer (`paper`). Residents see only their own receipts.',
    allow: everybody,
    params: receiptPath,
    query: z.strictObject({ language: languageSchema.optional(), paper: z.enum(paperSizes).optional() }),
    response: 'html',
    handle: async ({ caller, params, query, language: asked }) => {
      const language = query.language ?? asked;
      return page(receiptPage(await receiptOnPaper(caller, params, language), language, query.paper));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/estates/{estateId}/payers/{payerId}/statement/page',
    operationId: 'getStatementPage',
    summary: 'Get the statement of account as a page to print',
    description:
      'HTML, in `language` or the language of the request: all movements by date with the balance, then each account. Residents see only their own.',
    allow: everybody,
    throws: ['span-ends-before-it-begins'],
    params: payerPath,
    query: z.strictObject({ ...spanQuery, language: languageSchema.optional() }),
    response: 'html',
    handle: async ({ caller, params, query, language: asked }) => {
      await accountFor(caller, params);
      const language = query.language ?? asked;
      return page(statementPage(await statementOnPaper(params, spanOf(query), language), language));
    },
  }),
];
