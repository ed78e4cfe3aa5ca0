import { createHash } from 'node:crypto';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema } from './account.ts';
import { referenceSchema } from './reference.ts';

const isOfChannel = (code: string) => ['bank', 'channel'].includes(accountOf(code).kind);

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
    /** Set when the statement was withdrawn because it was wrong. Its lines no longer count. */
    withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
    version: z.number().int(),
  })
  .meta({ id: 'ChannelFile' });

/** A statement as stored: with the ledger day of each line, which a withdrawal needs. */
export const storedChannelFileSchema = channelFileSchema
  .extend({
    filed: z.array(z.object({ postedOn: dateSchema, reference: z.string() })).max(90),
  })
  .meta({ id: 'StoredChannelFile' });
export type StoredChannelFile = z.infer<typeof storedChannelFileSchema>;

/** Returns the id of a statement. The same lines of the same account are the same statement. */
export function fileIdOf(estateId: string, { account, lines }: NewChannelFile): string {
  const content = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  return derivedId('chf', estateId, account, content);
}
