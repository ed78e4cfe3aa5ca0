import { createHash } from 'node:crypto';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema } from './account.ts';
import { referenceSchema } from './reference.ts';

const isOfChannel = (code: string) => ['bank', 'channel'].includes(accountOf(code).kind);

/** What the file of a bank says about itself (R20.13). Fen; a balance may be negative. */
const statementProofSchema = z
  .strictObject({
    /** The SHA-256 of the file. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** The balance before the first line. */
    openingFen: fenSchema.min(-1e13).max(1e13),
    /** The balance after the last line. */
    closingFen: fenSchema.min(-1e13).max(1e13),
  })
  .meta({ id: 'StatementProof' });
type StatementProof = z.output<typeof statementProofSchema>;

/** Tells whether the balance before the first line and the sum of the lines are the last balance. */
function addsUp({ openingFen, closingFen }: StatementProof, lines: readonly { readonly fen: number }[]): boolean {
  const sum = lines.reduce((so, { fen }) => so + fen, openingFen);
  // Amounts out of bounds are reported at their own fields.
  return !Number.isSafeInteger(sum) || sum === closingFen;
}

/** The lines of a bank or channel statement (渠道对账单) as a clerk imports them. */
export const newChannelFileSchema = z
  .strictObject({
    /** The money account: `assets:bank:...` or `assets:channel:...`. */
    account: accountSchema.refine((code) => !accountSchema.safeParse(code).success || isOfChannel(code), {
      message: 'must be a bank or channel account',
    }),
    lines: z
      .array(
        z.strictObject({
          day: dateSchema,
          /** The number by which both sides know the payment. */
          reference: referenceSchema,
          /** Negative when paid out. */
          fen: fenSchema.min(-1e12).max(1e12),
        }),
      )
      .min(1)
      .max(90),
    /** The file of the bank with its balances, which prove that no line is missing (R20.13). */
    proof: statementProofSchema.optional(),
  })
  .refine(({ proof, lines }) => proof === undefined || addsUp(proof, lines), {
    path: ['proof'],
    message: 'openingFen plus the lines must be closingFen',
  })
  .meta({ id: 'CreateChannelFileBody' });
export type NewChannelFile = z.output<typeof newChannelFileSchema>;

export const channelFileSchema = z
  .object({
    fileId: z.string(),
    estateId: z.string(),
    /** Ledger account of the channel. */
    account: z.string(),
    /** The number of lines. */
    lines: z.number().int(),
    /** The sum of the lines. */
    fen: fenSchema,
    from: dateSchema,
    to: dateSchema,
    takenAt: z.string(),
    takenBy: z.string(),
    proof: statementProofSchema.optional(),
    /** Set when the statement was withdrawn because it was wrong. Its lines no longer count. */
    withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
    version: z.number().int(),
  })
  .meta({ id: 'ChannelFile' });

/** The last statement of an account that has a proof: where the next one continues (R20.13). Fen. */
export const lastStatementSchema = z
  .object({ fileId: z.string(), through: dateSchema, closingFen: fenSchema })
  .meta({ id: 'LastStatement' });
export type LastStatement = z.infer<typeof lastStatementSchema>;

const gap = problemKind('statement-gap', 409, {
  'zh-CN':
    '该对账单与上一份不衔接：上一份截至 {through}，余额 {closing} 分。请补导缺失的对账单；更正版请先由他人撤回原对账单。',
  'zh-TW':
    '該對帳單與上一份不銜接：上一份截至 {through}，餘額 {closing} 分。請補匯缺失的對帳單；更正版請先由他人撤回原對帳單。',
  en: 'The statement does not continue the last one, which ends on {through} with a balance of {closing} fen. Import the missing statement; for a new version, first let another person withdraw the old one.',
});

/**
 * Rejects a statement that does not begin where the last one ended: with its balance, and not before its day
 * (R20.13). A new version of an imported day is refused, too, until the old one is withdrawn.
 * @throws Problem statement-gap.
 */
export function assertContinues(
  last: Pick<LastStatement, 'through' | 'closingFen'> | undefined,
  { proof, from }: { readonly proof: Pick<StatementProof, 'openingFen'>; readonly from: string },
): void {
  if (!last || (proof.openingFen === last.closingFen && from >= last.through)) return;
  const { through, closingFen: closing } = last;
  throw new Problem(gap, { through, closing }, { more: { through, closingFen: closing } });
}

/** A statement as stored: with the ledger day of each line, which a withdrawal needs. */
export const storedChannelFileSchema = channelFileSchema
  .extend({
    filed: z.array(z.object({ postedOn: dateSchema, reference: z.string() })).max(90),
    /** The last proven statement before this one, which is the last again when this one is withdrawn. */
    follows: lastStatementSchema.optional(),
  })
  .meta({ id: 'StoredChannelFile' });
export type StoredChannelFile = z.infer<typeof storedChannelFileSchema>;

/** Returns the id of a statement. The same lines of the same account are the same statement. */
export function fileIdOf(estateId: string, { account, lines }: NewChannelFile): string {
  const content = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  return derivedId('chf', estateId, account, content);
}
