import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { billOf, uninvoicedFen } from '../fees/public.ts';
import { cashDesk, moneyReaders } from '../payments/public.ts';
import { invoiceSchema, recordInvoiceSchema } from './invoice.ts';
import { invoiceLists, invoices } from './invoices.store.ts';
import { recordInvoice } from './record-invoice.ts';

/** The path parameter of all routes of one invoice. */
export const invoicePath = z.object({ number: z.string().max(64) });

const id = z.string().max(64);

/** What can still be invoiced of a bill. */
const uninvoicedSchema = z
  .object({
    billId: z.string(),
    /** The taxed lines of the bill. */
    lines: z.array(
      z.object({
        /** The line, counted from 0. */
        line: z.int(),
        name: z.string(),
        percent: z.string(),
        fen: fenSchema,
        /** Billed less credit notes and waivers, less blue, plus red invoices. */
        uninvoicedFen: fenSchema,
        /** What a red invoice must take back after a credit note. */
        redNeededFen: fenSchema,
      }),
    ),
  })
  .meta({ id: 'UninvoicedLines' });

/** Routes of the invoice register (发票台账, R23.8). */
export const invoiceRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/invoices/estates/{estateId}/invoices',
    operationId: 'recordInvoice',
    summary: 'Record an invoice that the tax platform issued',
    description:
      'Its lines invoice lines of bills of one payer, or money received before a bill. The number is unique in all estates. No line is invoiced above what is left of it.',
    allow: cashDesk,
    throws: [
      'bill-is-full',
      'day-in-the-future',
      'invoice-number-used',
      'invoice-sum-differs',
      'invoice-tax-differs',
      'invoiced-above-billed',
      'invoiced-above-received',
      'invoiced-already',
      'line-not-taxed',
      'nothing-to-invoice',
      'payment-moved',
      'payment-reversed',
      'too-many-bills',
    ],
    params: estatePath,
    body: recordInvoiceSchema,
    status: 201,
    response: invoiceSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      const { calendar } = await estateInReach(call.caller, estateId);
      const today = dayIn(calendar.zone, call.now.toString());
      const { after, transaction } = await recordInvoice(estateId, call.body, today, call.act());
      return call.commit(transaction, created(after, `/v1/invoices/${after.number}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices',
    operationId: 'listInvoices',
    summary: 'List the invoices of an estate or of one payer',
    description: 'Blue and red ones, latest first, or in the order of change with `updatedSince`.',
    allow: moneyReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: id,
      payerId: id.optional(),
      updatedSince: instantSchema.optional(),
    }),
    response: pageOf(invoiceSchema),
    handle: async ({ caller, query }) => {
      const { estateId, payerId, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (payerId === undefined) return ok(await latestOrChanged(invoices, invoiceLists.invoices(estateId), query));
      const partition = invoiceLists.invoicesOf(estateId, payerId);
      return ok(await list(invoices, { index: 'mine', partition, descending: true, limit, cursor }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices/bills/{billId}/uninvoiced',
    operationId: 'getUninvoiced',
    summary: 'Get what can still be invoiced of a bill',
    description: 'By taxed line. `redNeededFen` is what invoices have too much of after a credit note.',
    allow: moneyReaders,
    params: z.object({ billId: id }),
    response: uninvoicedSchema,
    handle: async ({ caller, params }) => {
      const bill = visible(await billOf(params.billId), caller);
      const lines = bill.lines.flatMap(({ name, fen, vat }, line) => {
        const left = uninvoicedFen(bill, line);
        const amounts = { uninvoicedFen: Math.max(0, left), redNeededFen: Math.max(0, 0 - left) };
        return vat ? [{ line, name, percent: vat.percent, fen, ...amounts }] : [];
      });
      return ok({ billId: bill.billId, lines });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices/{number}',
    operationId: 'getInvoice',
    summary: 'Get an invoice',
    description: 'With what red invoices took back of each line.',
    allow: moneyReaders,
    params: invoicePath,
    response: invoiceSchema,
    handle: async ({ caller, params }) => ok(visible(await get(invoices, params), caller)),
  }),
];
