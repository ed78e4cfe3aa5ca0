import * as z from 'zod';
import { enterEstate } from '../../shared/http/access.ts';
import { pageOf, pageQuery } from '../../shared/http/listing.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { created, ok, type Route, route } from '../../shared/http/route.ts';
import { fenSchema } from '../../shared/kernel/money.ts';
import { dateSchema, dayIn } from '../../shared/kernel/time.ts';
import { decideAgain } from '../../shared/store/again.ts';
import { get, list } from '../../shared/store/table.ts';
import { accountSchema, isMoney } from './account.ts';
import { openBooks } from './book-entries.ts';
import { bookKeepers, bookReaders, estatePath, estateWithBooks } from './books-access.ts';
import { channelFileSchema, fileIdOf, newChannelFileSchema } from './channel-file.ts';
import { channelFiles, ledgerLists } from './ledger-store.ts';
import { entrySchema } from './posting.ts';
import { bookSettled, takeChannelFile } from './take-channel-file.ts';

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
    reference: z.string().min(1).max(100),
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
      const there = await get(channelFiles, { fileId: fileIdOf(estateId, call.body) });
      if (there) return ok(there);
      const books = await openBooks(estateId, dayIn(calendar.zone, call.now.toString()), call.now.toString());
      const { after, transaction } = takeChannelFile(books, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/estates/${estateId}/channel-files`));
    },
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
        const books = await openBooks(estateId, today, now);
        const { entry, transaction } = bookSettled(books, { ...what, occurredOn }, call.act());
        return call.commit(transaction, created(entry, `/v1/estates/${estateId}/entries/${entry.entryId}`));
      });
    },
  }),
];
