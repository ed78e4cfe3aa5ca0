import { createHash } from 'node:crypto';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountOf, accountSchema } from './account.ts';
import { referenceSchema } from './reference.ts';

const isOfChannel = (code: string) => ['bank', 'channel'].includes(accountOf(code).kind);

/** Lines of the statement of a bank or a payment channel (渠道对账单), as somebody brings them in. */
export const newChannelFileSchema = z.strictObject({
  /** Where the money lies: `assets:bank:...` or `assets:channel:...`. */
  account: accountSchema.refine((code) => !accountSchema.safeParse(code).success || isOfChannel(code), {
    message: 'a bank or a channel',
  }),
  lines: z
    .array(
      z.strictObject({
        day: dateSchema,
        /** The number under which both sides know the payment. */
        reference: referenceSchema,
        /** Negative when paid out. */
        fen: fenSchema.min(-1e12).max(1e12),
      }),
    )
    .min(1)
    .max(90),
});
export type NewChannelFile = z.output<typeof newChannelFileSchema>;

export const channelFileSchema = z.object({
  fileId: z.string(),
  estateId: z.string(),
  account: z.string(),
  lines: z.number().int(),
  fen: fenSchema,
  from: dateSchema,
  to: dateSchema,
  takenAt: z.string(),
  takenBy: z.string(),
  /** That it was withdrawn, since it was the wrong one; its lines count no more. */
  withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
  version: z.number().int(),
});

/** A file as it is stored: with the place of each of its lines, so that it can be withdrawn. */
export const storedChannelFileSchema = channelFileSchema.extend({
  filed: z.array(z.object({ bookedOn: dateSchema, reference: z.string() })).max(90),
});
export type StoredChannelFile = z.infer<typeof storedChannelFileSchema>;

/** The same lines of the same account are the same file. */
export function fileIdOf(estateId: string, { account, lines }: NewChannelFile): string {
  const content = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  return derivedId('chf', estateId, account, content);
}
