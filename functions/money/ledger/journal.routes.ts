import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { downloadUrl } from '../../../shared/files/uploads.ts';
import { visible } from '../../../shared/http/access.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { get } from '../../../shared/store/table.ts';
import { bookReaders, estatePath, estateWithBooks } from './books-access.ts';
import { booksFor } from './close-days.ts';
import { journals } from './ledger.store.ts';
import { daysWanted, journalFile, journalSchema, newJournalSchema, type StoredJournal } from './stored-journal.ts';

const journalViewSchema = journalSchema.extend({
  /** Where the file is when it is written: GET, within a quarter of an hour. */
  url: z.string().optional(),
});

async function viewOf(journal: StoredJournal) {
  return journal.state === 'written' ? { ...journal, url: await downloadUrl(journalFile(journal)) } : journal;
}

/** The books as plain text that other programs read, however many entries there are. */
export const journalRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/journals',
    operationId: 'exportJournal',
    summary: 'Have the entries of a month, or of some days, written as a journal of plain-text accounting (hledger)',
    allow: bookReaders,
    params: estatePath,
    body: newJournalSchema,
    status: 202,
    response: journalViewSchema,
    handle: async (call) => {
      const { estateId } = await estateWithBooks(call.caller, call.params.estateId);
      const { from, to } = daysWanted(call.body);
      await booksFor(estateId);
      const act = call.act();
      const journalId = newId('jnl', call.now);
      const after: StoredJournal = {
        ...{ journalId, estateId, from, to, state: 'writing', entries: 0, bytes: 0, parts: [] },
        ...{ requestedAt: act.recordedAt, requestedBy: act.actor.id, updatedAt: act.recordedAt, version: 1 },
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
    summary: 'How far a journal is written, and where the file is when it is',
    allow: bookReaders,
    params: z.object({ journalId: z.string().max(64) }),
    response: journalViewSchema,
    handle: async (call) => ok(await viewOf(visible(await get(journals, call.params), call.caller))),
  }),
];
