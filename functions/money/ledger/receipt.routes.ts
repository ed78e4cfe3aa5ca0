import * as z from 'zod';
import { estatePath } from '../../../shared/http/access.ts';
import { everybody } from '../../../shared/http/auth.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { closes } from './close.store.ts';
import { type Entry, entrySchema } from './posting.ts';
import { leavesOf, sealsAfter } from './read-ledger.ts';
import { receiptFor } from './read-receipt.ts';
import { receiptCheckPage } from './receipt-check.page.ts';
import { receiptSchema } from './record-line.ts';
import { proofSchema, proveEntry, sealSchema } from './seal.ts';
import type { receipts } from './source-document.store.ts';

const receiptPath = z.object({ ...estatePath.shape, number: z.string().max(120) });

const notSealed = problemKind('day-not-sealed-yet', 409, {
  'zh-CN': '{day} 尚未结账。请在结账后再取证明。',
  'zh-TW': '{day} 尚未結帳。請在結帳後再取證明。',
  en: '{day} is not closed yet. Ask for the proof after it is closed.',
});

const receiptViewSchema = z
  .object({
    ...receiptSchema.shape,
    payerId: z.string(),
    entryId: z.string(),
    printed: z.string(),
  })
  .meta({ id: 'Receipt' });

const viewOf = (
  { receipt, payerId }: { receipt: z.infer<typeof receipts.schema>; payerId: string },
  printed: string,
) => ({
  ...receipt,
  payerId,
  printed,
});

/** Routes of receipts (收据). After its day is sealed, a receipt can be proven. Payments print it. */
export const receiptRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/receipts/{number}',
    operationId: 'getReceipt',
    summary: 'Get a receipt by its printed number',
    description: 'Residents see only their own receipts. A voided receipt keeps its number.',
    allow: everybody,
    params: receiptPath,
    response: receiptViewSchema,
    handle: async ({ caller, params }) => ok(viewOf(await receiptFor(caller, params), params.number)),
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/receipts/{number}/proof',
    operationId: 'getReceiptProof',
    summary: 'Get the proof that a receipt is in the sealed ledger of its day',
    description:
      'Answers with the entry, the path to the root of the hash tree, the seal of its day, and the seals of the days after it through `through` (at most 366). With a seal that a bill or receipt prints, `GET /p/ledger/check` checks it. 409 until the day is closed.',
    allow: everybody,
    throws: ['day-not-sealed-yet'],
    params: receiptPath,
    query: z.strictObject({ through: dateSchema.optional() }),
    response: z
      .object({ entry: entrySchema, proof: proofSchema, seal: sealSchema, seals: z.array(sealSchema) })
      .meta({ id: 'GetReceiptProofResponse' }),
    handle: async ({ caller, params, query }) => {
      const { entry } = await receiptFor(caller, params);
      return ok(await proofOf(entry, query.through));
    },
  }),
  route({
    method: 'GET',
    path: '/p/ledger/check',
    operationId: 'showReceiptCheckPage',
    summary: 'Show the page that checks a receipt against a printed seal',
    description:
      'HTML with a script that sends nothing: the page works without a connection once it is saved. `lang` chooses the language.',
    allow: 'public',
    query: z.strictObject({ lang: languageSchema.optional() }),
    response: 'html',
    handle: async ({ query, language }) => receiptCheckPage(query.lang ?? language),
  }),
];

async function proofOf(entry: Entry, through: string | undefined) {
  const { estateId, postedOn: day, entryId } = entry;
  const close = await get(closes, { estateId, day });
  if (close?.state !== 'closed' || !close.seal) throw new Problem(notSealed, { day });
  const proof = proveEntry(await leavesOf(estateId, day, close.sealings), entryId);
  if (!proof) throw new Problem(problems.notFound);
  const seals = through === undefined ? [] : await sealsAfter(estateId, day, through);
  return { entry, proof, seal: close.seal, seals };
}
