import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema, dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { accountSchema, isMoney } from './account.ts';
import { channelFileSchema, fileIdOf, newChannelFileSchema } from './channel-file.ts';
import { keptDifferences } from './closed-day.ts';
import { createChannelFile, withdrawChannelFile } from './create-channel-file.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { ledgerLists } from './ledger.store.ts';
import { bookkeepers, cashDesk, ledgerReaders } from './ledger-access.ts';
import { slipsInTransit } from './match-lines.ts';
import { assertNotOwnStatement } from './own-statement.ts';
import { entryWith, openLedger } from './post-entries.ts';
import { entrySchema, sumFen } from './posting.ts';
import { referenceSchema } from './reference.ts';
import { assertNoCashier } from './separate-duties.ts';
import { assertSettleable, mustBeSettled, postSettlement, reverseSettlement } from './settle.ts';
import { settlements, settlementSchema as settlementViewSchema } from './settlement.store.ts';
import { channelFiles } from './source-document.store.ts';
import { inTransitOn, inTransitSchema } from './transit.ts';

const moneySchema = accountSchema.refine((code) => !accountSchema.safeParse(code).success || isMoney(code), {
  message: 'must be a cash, bank or channel account',
});
const settlementSchema = z
  .strictObject({
    from: moneySchema,
    to: moneySchema,
    fen: fenSchema.min(1).max(1e12),
    /** The fee of the channel. The owner never pays it (R4.8). */
    feeFen: fenSchema.min(0).max(1e12).default(0),
    reference: referenceSchema,
    /** The day on which the money moved; the default is today. */
    occurredOn: dateSchema.optional(),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from from' })
  .refine(({ fen, feeFen }) => feeFen < fen, { path: ['feeFen'], message: 'must be less than fen' })
  .meta({ id: 'RecordSettlementBody' });

/** Routes of source documents that are no payments: statements, and money moved between money accounts. */
export const paperRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/channel-files',
    operationId: 'createChannelFile',
    summary: 'Import lines of a bank or channel statement (渠道对账单)',
    description:
      'At most 90 lines; the same lines again change nothing. Neither a cashier of the estate nor who moved this money imports the statement that confirms it. With `proof`, the balances add up, and the statement continues the last one of the account.',
    allow: bookkeepers,
    throws: [
      'cashier-keeps-no-ledger',
      'day-in-the-future',
      'own-statement',
      'reference-twice',
      'statement-gap',
      'statement-needs-proof',
    ],
    params: estatePath,
    body: newChannelFileSchema,
    status: 201,
    otherStatuses: [200],
    response: channelFileSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const now = call.now.toString();
      const today = dayIn(calendar.zone, now);
      for (const { day } of call.body.lines) mustHaveCome(day, today);
      assertNoCashier(call.caller);
      await assertNotOwnStatement(estateId, call.body, call.caller.personId);
      const there = await get(channelFiles, { fileId: fileIdOf(estateId, call.body) });
      if (there && !there.withdrawn) return ok(there);
      const ledger = await openLedger(estateId, today, now);
      const { after, transaction } = await createChannelFile(ledger, call.body, call.act(), there);
      return call.commit(transaction, created(after, `/v1/ledger/estates/${estateId}/channel-files`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/channel-files/{fileId}/withdraw',
    operationId: 'withdrawChannelFile',
    summary: 'Withdraw a wrong statement',
    description:
      'By another person than its importer, and not after a day with its lines was closed. Deposit slips that its lines confirmed are in transit again.',
    allow: bookkeepers,
    throws: [
      'cashier-keeps-no-ledger',
      'channel-file-withdrawn',
      'difference-cleared',
      'later-statement',
      'money-not-there',
      'move-too-far-back',
      'period-closed',
      'second-person-for-statement',
      'statement-proves-much',
    ],
    params: z.object({ fileId: z.string().max(64) }),
    body: z.strictObject({ reason: reasonSchema(500) }),
    response: channelFileSchema,
    handle: async (call) => {
      const before = visible(await get(channelFiles, call.params), call.caller);
      const { estateId, takenAt } = before;
      assertNoCashier(call.caller);
      const ledger = await openLedger(estateId, takenAt.slice(0, 10), call.now.toString());
      const { after, transaction } = await withdrawChannelFile(before, ledger, call.body.reason, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/channel-files',
    operationId: 'listChannelFiles',
    summary: 'List the imported bank and channel statements, latest first',
    description: 'Withdrawn statements are included.',
    allow: ledgerReaders,
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
    path: '/v1/ledger/estates/{estateId}/settlements',
    operationId: 'recordSettlement',
    summary: 'Record a deposit slip',
    description:
      'Moves cash or channel money to a bank, or cash from a bank. Money sent is in transit until a bank line confirms it. The same reference between the same accounts changes nothing.',
    allow: cashDesk,
    throws: [
      'channel-fee-too-high',
      'day-in-the-future',
      'fee-of-channel-only',
      'money-not-there',
      'move-too-far-back',
      'not-your-drawer',
      'settlement-differs',
      'settlement-not-possible',
      'settlement-reversed',
    ],
    params: estatePath,
    body: settlementSchema,
    status: 201,
    otherStatuses: [200],
    response: entrySchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const now = call.now.toString();
      const today = dayIn(calendar.zone, now);
      const { occurredOn = today, ...what } = call.body;
      mustHaveCome(occurredOn, today);
      const said = { ...what, occurredOn };
      assertSettleable(said, call.caller.personId, await ledgerPolicy.of(estateId));
      const known = await get(settlements, { estateId, ...said });
      const there = known && (await entryWith(estateId, known.entryId));
      if (there) {
        mustBeSettled(known, said);
        return ok(there);
      }
      const ledger = await openLedger(estateId, today, now);
      const at = occurredOn === today ? now : undefined;
      const { entry, transaction } = postSettlement(ledger, said, { today, act: call.act(), at });
      return call.commit(transaction, created(entry, `/v1/ledger/estates/${estateId}/entries/${entry.entryId}`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/settlements/reverse',
    operationId: 'reverseSettlement',
    summary: 'Reverse a deposit slip that was a mistake',
    description: 'Only before a bank line confirms it, and not by the person who made it. Its reference stays used.',
    allow: ['manager'],
    throws: [
      'money-not-there',
      'move-too-far-back',
      'second-person-for-settlement',
      'settlement-arrived',
      'settlement-reversed',
    ],
    params: estatePath,
    body: z.strictObject({
      from: moneySchema,
      to: moneySchema,
      reference: referenceSchema,
      reason: reasonSchema(500),
    }),
    response: settlementViewSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const now = call.now.toString();
      const today = dayIn(calendar.zone, now);
      const { reason, ...which } = call.body;
      const known = await get(settlements, { estateId, ...which });
      if (!known) throw new Problem(problems.notFound);
      const ledger = await openLedger(estateId, today, now);
      const { after, transaction } = await reverseSettlement(ledger, known, { reason, today, act: call.act() });
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/transit',
    operationId: 'listMoneyInTransit',
    summary: 'List the money in transit to banks',
    description:
      'Oldest first, with the age in banking days. Money in transit for longer than the estate allows blocks the close of a day.',
    allow: ledgerReaders,
    throws: ['stale'],
    params: estatePath,
    response: z.object({ items: z.array(inTransitSchema), transitFen: fenSchema }),
    handle: async ({ caller, params, now }) => {
      const { estateId, calendar } = await estateInReach(caller, params.estateId);
      const [slips, policy] = await Promise.all([slipsInTransit(estateId), ledgerPolicy.of(estateId)]);
      const items = inTransitOn(dayIn(calendar.zone, now.toString()), slips, policy);
      return ok({ items: items.slice(0, keptDifferences), transitFen: sumFen(items.map(({ fen }) => fen)) });
    },
  }),
];
