import * as z from 'zod';
import { enterEstate, visible } from '../../shared/http/access.ts';
import { pageOf, pageQuery } from '../../shared/http/listing.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { created, ok, type Route, route } from '../../shared/http/route.ts';
import { fenSchema } from '../../shared/kernel/money.ts';
import { dateSchema, dayIn } from '../../shared/kernel/time.ts';
import { decideAgain } from '../../shared/store/again.ts';
import { get, list } from '../../shared/store/table.ts';
import { accountSchema, isMoney } from './account.ts';
import { entryWith, openBooks } from './book-entries.ts';
import { bookKeepers, bookReaders, estatePath, estateWithBooks } from './books-access.ts';
import { channelFileSchema, fileIdOf, newChannelFileSchema } from './channel-file.ts';
import { channelFiles, ledgerLists, settlements } from './ledger-store.ts';
import { entrySchema } from './posting.ts';
import { referenceSchema } from './reference.ts';
import { bookSettled, mustBeSettled } from './settle.ts';
import { takeChannelFile, withdrawChannelFile } from './take-channel-file.ts';

const moneySchema = accountSchema.refine((code) => !accountSchema.safeParse(code).success || isMoney(code), {
  message: 'cash, a bank or a channel',
});
const settlementSchema = z
  .strictObject({
    from: moneySchema,
    to: moneySchema,
    fen: fenSchema.min(1).max(1e12),
    /** What the channel keeps; never the owner's to bear (R4.8). */
    feeFen: fenSchema.min(0).max(1e12).default(0),
    reference: referenceSchema,
    /** The day on which it was moved; today when not said. */
    occurredOn: dateSchema.optional(),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'another place' })
  .refine(({ fen, feeFen }) => feeFen < fen, { path: ['feeFen'], message: 'less than the sum' });

const future = problemKind('day-in-the-future', 400, {
  'zh-CN': '日期 {day} 在将来，请核对。',
  'zh-TW': '日期 {day} 在未來，請核對。',
  en: '{day} is in the future: check the day.',
});

/** Papers of the cashier that are no payment: statements of banks and channels, and money moved between places. */
export const paperRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/channel-files',
    operationId: 'takeChannelFile',
    summary: 'Bring in lines of a bank or channel statement (渠道对账单), up to 90 at once; the same lines once',
    allow: bookKeepers,
    params: estatePath,
    body: newChannelFileSchema,
    status: 201,
    response: channelFileSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateWithBooks(call.caller, call.params.estateId);
      const now = call.now.toString();
      const today = dayIn(calendar.zone, now);
      for (const { day } of call.body.lines) if (day > today) throw new Problem(future, { day });
      return decideAgain(async () => {
        const there = await get(channelFiles, { fileId: fileIdOf(estateId, call.body) });
        if (there && !there.withdrawn) return ok(there);
        const books = await openBooks(estateId, today, now);
        const { after, transaction } = takeChannelFile(books, call.body, call.act(), there);
        return call.commit(transaction, created(after, `/v1/estates/${estateId}/channel-files`));
      });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/channel-files/{fileId}/withdraw',
    operationId: 'withdrawChannelFile',
    summary: 'Withdraw a statement that was the wrong one, while no day is closed upon its lines',
    allow: bookKeepers,
    params: z.object({ fileId: z.string().max(64) }),
    body: z.strictObject({ reason: z.string().min(1).max(500) }),
    response: channelFileSchema,
    handle: async (call) =>
      decideAgain(async () => {
        const before = visible(await get(channelFiles, call.params), call.caller);
        const { estateId, takenAt } = before;
        const books = await openBooks(estateId, takenAt.slice(0, 10), call.now.toString());
        const { after, transaction } = withdrawChannelFile(before, books, call.body.reason, call.act());
        return call.commit(transaction, ok(after));
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/channel-files',
    operationId: 'listChannelFiles',
    summary: 'Statements of banks and channels that were brought in, latest first',
    allow: bookReaders,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(channelFileSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const partition = ledgerLists.channelFiles(params.estateId);
      return ok(await list(channelFiles, { index: 'lists', partition, descending: true, ...query }));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/settlements',
    operationId: 'bookSettlement',
    summary: 'Money moved from one place to another: cash to the bank, a channel that pays out less its fee',
    allow: bookKeepers,
    params: estatePath,
    body: settlementSchema,
    status: 201,
    response: entrySchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateWithBooks(call.caller, call.params.estateId);
      const now = call.now.toString();
      const today = dayIn(calendar.zone, now);
      const { occurredOn = today, ...what } = call.body;
      if (occurredOn > today) throw new Problem(future, { day: occurredOn });
      return decideAgain(async () => {
        const said = { ...what, occurredOn };
        const known = await get(settlements, { estateId, ...said });
        const there = known && (await entryWith(estateId, known.entryId));
        if (there) {
          mustBeSettled(known, said);
          return ok(there);
        }
        const books = await openBooks(estateId, today, now);
        const { entry, transaction } = bookSettled(books, said, call.act());
        return call.commit(transaction, created(entry, `/v1/estates/${estateId}/entries/${entry.entryId}`));
      });
    },
  }),
];
