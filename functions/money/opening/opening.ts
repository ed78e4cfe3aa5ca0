import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type FileKind, fileDetailsSchema, fileKinds, postingOrder } from './opening-file.ts';
import { type OpeningTrialBalance, openingTrialBalanceSchema } from './trial-balance.ts';

/** Input of a new opening. */
export const newOpeningSchema = z
  .strictObject({
    /** The last day before the cut-over: the last of a month. The cut-over is its 24:00. */
    cutOverOn: dateSchema,
    /** The files, each kind once; `balances` is required. */
    files: z
      .array(fileDetailsSchema)
      .min(1)
      .max(fileKinds.length)
      .refine((files) => new Set(files.map(({ kind }) => kind)).size === files.length, {
        message: 'name each kind of file once',
      })
      .refine((files) => files.some(({ kind }) => kind === 'balances'), { message: 'the file balances is required' }),
  })
  .meta({ id: 'CreateOpeningBody' });

/**
 * `refused`: the files have errors. `validated`: they have none, and nothing is posted. `signed`: one person
 * signed. `loading`: two people signed, and the rows are being posted. `loaded`: all are posted.
 */
const openingStates = ['open', 'validating', 'refused', 'validated', 'signed', 'loading', 'loaded'] as const;
export type OpeningState = (typeof openingStates)[number];

const countSchema = z
  .object({
    kind: z.enum(fileKinds),
    rows: z.int(),
    /** The sum of the amounts, fen: of bills what is open, of meters their balances. */
    fen: fenSchema,
    /** Of bills: late charge that ran in the system before, a memo, fen (R30.2). */
    lateFen: fenSchema.optional(),
    parts: z.int(),
  })
  .meta({ id: 'OpeningCount' });
export type OpeningCount = z.infer<typeof countSchema>;

export const openingSchema = z
  .object({
    ...newOpeningSchema.shape,
    openingId: z.string(),
    estateId: z.string(),
    state: z.enum(openingStates),
    /** Number of validations. Errors and checked rows are stored by run. */
    run: z.int(),
    /** Number of all errors found. The first 1,000 are stored. */
    errors: z.int(),
    /** What each file has, known after the validation. */
    counts: z.array(countSchema),
    /** The dry run: what would be posted, by account. */
    trialBalance: openingTrialBalanceSchema.optional(),
    /** SHA-256 of cut-over, files, counts and trial balance. The signatures are for it. */
    digest: z.string().optional(),
    /** Who signed, the first and the second person. */
    signatures: z.array(z.object({ by: z.string(), name: z.string().optional(), at: z.string() })).max(2),
    /** The next part to post. */
    at: z.object({ kind: z.enum(fileKinds), part: z.int() }).optional(),
    /** Rows posted. */
    loaded: z.int(),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'OpeningRecord' });
export type Opening = z.infer<typeof openingSchema>;

/** An opening as the API returns it. */
export const openingViewSchema = openingSchema
  .omit({ at: true, run: true })
  .extend({
    /** On a new opening: where to `PUT` each file within 15 minutes, with `content-type: text/csv`. */
    uploads: z.array(z.object({ kind: z.enum(fileKinds), url: z.string() })).optional(),
  })
  .meta({ id: 'Opening' });

const notMonthEnd = problemKind('cut-over-not-month-end', 400, {
  'zh-CN': '切换日须为已结束的月份的最后一天，{day} 不是。请改用 {last}。',
  'zh-TW': '切換日須為已結束的月份的最後一天，{day} 不是。請改用 {last}。',
  en: 'The cut-over is at the end of the last day of a month that is over, and {day} is no such day. Use {last}.',
});
const digestDiffers = problemKind('opening-digest-differs', 409, {
  'zh-CN': '您签署的摘要与当前的期初不符，文件可能已重新校验。请重新查看余额表后再签。',
  'zh-TW': '您簽署的摘要與目前的期初不符，檔案可能已重新驗證。請重新查看餘額表後再簽。',
  en: 'The digest is not that of the opening as it is now. Read the trial balance again, and sign its digest.',
});
const anotherSigner = problemKind('another-signer-needed', 409, {
  'zh-CN': '第二个签名须由另一人签署，不能是准备或已签署期初的人。请由另一位经理或管理员签署。',
  'zh-TW': '第二個簽名須由另一人簽署，不能是準備或已簽署期初的人。請由另一位經理或管理員簽署。',
  en: 'The second signature must be of a person who neither prepared nor signed the opening. Ask another manager or administrator.',
});

/** Rejects a cut-over that is not the end of a month before today. @throws Problem cut-over-not-month-end. */
export function assertCutOver(day: string, today: string): void {
  const lastOfBefore = addDays(`${today.slice(0, 7)}-01`, -1);
  const isMonthEnd = addDays(day, 1).endsWith('-01');
  if (!isMonthEnd || day > lastOfBefore) throw new Problem(notMonthEnd, { day, last: lastOfBefore });
}

/** States in which the files may be uploaded and validated, also again. */
export const mayBeValidated: readonly OpeningState[] = ['open', 'refused', 'validated'];

/** Returns the digest of what is signed: the same files and amounts give the same one. */
export function digestOf(
  { cutOverOn, files }: Pick<Opening, 'cutOverOn' | 'files'>,
  counts: readonly OpeningCount[],
  balance: OpeningTrialBalance,
): string {
  const hashes = files.map(({ kind, sha256 }) => [kind, sha256]).sort();
  return createHash('sha256')
    .update(JSON.stringify([cutOverOn, hashes, counts, balance]))
    .digest('hex');
}

/**
 * Returns the opening with one more signature (R30.5). The second is of a person who neither prepared nor
 * signed it.
 * @throws Problem illegal-state, opening-digest-differs, another-signer-needed.
 */
export function withSignature(
  opening: Opening,
  signer: { by: string; name?: string | undefined; at: string },
  digest: string,
): Opening {
  const { state, signatures, createdBy } = opening;
  if (state !== 'validated' && state !== 'signed') throw illegalState(state, ['validated', 'signed']);
  if (digest !== opening.digest) throw new Problem(digestDiffers);
  const others = [createdBy, ...signatures.map(({ by }) => by)];
  if (signatures.length === 1 && others.includes(signer.by)) throw new Problem(anotherSigner);
  const isSecond = signatures.length === 1;
  return { ...opening, signatures: [...signatures, signer], state: isSecond ? 'loading' : 'signed' };
}

/** Returns the part to post after another one; undefined after the last. */
export function nextPart(
  counts: readonly OpeningCount[],
  after?: { kind: FileKind; part: number },
): { kind: FileKind; part: number } | undefined {
  const all = postingOrder.flatMap((kind) => {
    const { parts = 0 } = counts.find((one) => one.kind === kind) ?? {};
    return Array.from({ length: parts }, (_, part) => ({ kind, part }));
  });
  if (!after) return all[0];
  return all[all.findIndex(({ kind, part }) => kind === after.kind && part === after.part) + 1];
}
