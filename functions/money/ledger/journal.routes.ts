import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { downloadUrl } from '../../../shared/files/uploads.ts';
import { estatePath, visible } from '../../../shared/http/access.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { get } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { ledgerFor } from './close-ledger.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { journals } from './ledger.store.ts';
import { ledgerReaders } from './ledger-access.ts';
import { daysWanted, journalFile, journalSchema, newJournalSchema, type StoredJournal } from './stored-journal.ts';

const journalViewSchema = journalSchema
  .extend({
    /** The URL of the finished file: GET it within 15 minutes. */
    url: z.string().optional(),
  })
  .meta({ id: 'Journal' });

async function viewOf(journal: StoredJournal) {
  return journal.state === 'written' ? { ...journal, url: await downloadUrl(journalFile(journal)) } : journal;
}

/** Routes that export the ledger as plain text for other programs, for any number of entries. */
export const journalRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/journals',
    operationId: 'exportJournal',
    summary: 'Export ledger entries as a journal of plain-text accounting (hledger) or as vouchers (CSV)',
    description:
      'Of a month, or of at most 366 days. The file is written in the background; `getJournal` answers with its progress. Vouchers are of one month, with the accounts and columns of the ledger policy.',
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
      const [{ vouchers }] = await Promise.all([ledgerPolicy.of(estateId), ledgerFor(estateId)]);
      const act = call.act();
      const journalId = newId('jnl', call.now);
      const after: StoredJournal = {
        journalId,
        estateId,
        from,
        to,
        format,
        ...(format === 'vouchers' && { vouchers }),
        state: 'writing',
        entries: 0,
        bytes: 0,
        parts: [],
        requestedAt: act.recordedAt,
        requestedBy: act.actor.id,
        updatedAt: act.recordedAt,
        version: 1,
      };
      const transaction = new Transaction()
        .save(journals, after)
        .record(journals, after, 'JournalRequested', { journalId, from, to }, act);
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
];
