import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { downloadUrl } from '../../../shared/files/uploads.ts';
import { estatePath, visible } from '../../../shared/http/access.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { ledgerFor } from './close-ledger.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { journals, ledger as ledgerOf } from './ledger.store.ts';
import { ledgerReaders } from './ledger-access.ts';
import type { LedgerState } from './ledger-state.ts';
import { daysWanted, journalFile, journalSchema, newJournalSchema, type StoredJournal } from './stored-journal.ts';
import { batchNumber, batchOf, type VoucherBatch, voucherBatches } from './voucher-batch.ts';
import { kingdeeVouchers, neutralVouchers, voucherFormatSchema } from './vouchers.ts';

const journalViewSchema = journalSchema
  .extend({
    /** The URL of the finished file: GET it within 15 minutes. */
    url: z.string().optional(),
  })
  .meta({ id: 'Journal' });

async function viewOf(journal: StoredJournal) {
  return journal.state === 'written' ? { ...journal, url: await downloadUrl(journalFile(journal)) } : journal;
}

/**
 * Returns the batch of a closed month's vouchers, and its writes when the month is exported for the first
 * time. A month that is not closed has none: its export is a draft.
 */
async function batchFor(
  ledger: LedgerState,
  asked: Pick<VoucherBatch, 'format' | 'requestedAt' | 'requestedBy'> & { from: string; to: string },
): Promise<{ batch?: VoucherBatch; transaction?: Transaction }> {
  const { from, to, ...rest } = asked;
  const { estateId, closedThrough } = ledger;
  const month = from.slice(0, 'YYYY-MM'.length);
  if (closedThrough < to) return {};
  const known = await batchOf(estateId, month);
  if (known) return { batch: known };
  const batch = { estateId, month, ...rest };
  const isClosed = { text: 'closedThrough >= :to', values: { ':to': to } };
  const transaction = new Transaction()
    .put(voucherBatches, batch, { text: 'attribute_not_exists(pk)' })
    .check(ledgerOf, { estateId }, isClosed, () => new VersionConflict(`${month} was reopened`));
  return { batch, transaction };
}

/** Routes that export the ledger as plain text for other programs, for any number of entries. */
export const journalRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/journals',
    operationId: 'exportJournal',
    summary: 'Export ledger entries as a journal of plain-text accounting (hledger) or as vouchers (CSV)',
    description:
      'Of a month, or of at most 366 days. The file is written in the background; `getJournal` answers with its progress. Vouchers are of one month, with the accounts and columns of the ledger policy. Those of a closed month are a batch: every export has the format and the bytes of the first, and the month cannot be reopened.',
    allow: ledgerReaders,
    throws: ['journal-days', 'no-ledger'],
    params: estatePath,
    body: newJournalSchema,
    status: 202,
    response: journalViewSchema,
    handle: async (call) => {
      const { estateId } = await estateInReach(call.caller, call.params.estateId);
      const { from, to } = daysWanted(call.body);
      const { format } = call.body;
      const [policy, ledger] = await Promise.all([ledgerPolicy.of(estateId), ledgerFor(estateId)]);
      const act = call.act();
      const journalId = newId('jnl', call.now);
      const asked = { requestedAt: act.recordedAt, requestedBy: act.actor.id };
      const batch =
        format === 'vouchers' ? await batchFor(ledger, { from, to, format: policy.vouchers, ...asked }) : {};
      const after: StoredJournal = {
        journalId,
        estateId,
        from,
        to,
        format,
        ...(format === 'vouchers' && { vouchers: batch.batch?.format ?? policy.vouchers }),
        ...(batch.batch && { batch: batchNumber(batch.batch.month) }),
        state: 'writing',
        entries: 0,
        bytes: 0,
        parts: [],
        ...asked,
        updatedAt: act.recordedAt,
        version: 1,
      };
      const transaction = new Transaction()
        .save(journals, after)
        .record(journals, after, 'JournalRequested', { journalId, from, to }, act)
        .join(batch.transaction);
      return call.commit(transaction, accepted(after, `/v1/ledger/journals/${journalId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/journals/{journalId}',
    operationId: 'getJournal',
    summary: 'Get the progress of a journal export',
    description: 'When the file is written, the answer has its URL, which is valid for 15 minutes.',
    allow: ledgerReaders,
    params: z.object({ journalId: z.string().max(64) }),
    response: journalViewSchema,
    handle: async (call) => ok(await viewOf(visible(await get(journals, call.params), call.caller))),
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/voucher-formats',
    operationId: 'listVoucherFormats',
    summary: 'List sample formats of vouchers',
    description:
      'To copy into `vouchers` of the ledger policy and to adapt: `neutral`, and the columns of one product line of 金蝶.',
    allow: ledgerReaders,
    response: z
      .object({ items: z.array(z.object({ name: z.enum(['neutral', 'kingdee']), format: voucherFormatSchema })) })
      .meta({ id: 'ListVoucherFormatsResponse' }),
    handle: async () =>
      ok({
        items: [
          { name: 'neutral' as const, format: neutralVouchers },
          { name: 'kingdee' as const, format: kingdeeVouchers },
        ],
      }),
  }),
];
