import { createHash } from 'node:crypto';
import * as z from 'zod';
import { derivedId } from '../../shared/kernel/ids.ts';
import { fenSchema } from '../../shared/kernel/money.ts';
import { dateSchema } from '../../shared/kernel/time.ts';
import { accountOf, accountSchema } from './account.ts';

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
        reference: z.string().min(1).max(100),
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
  version: z.number().int(),
});
export type ChannelFile = z.infer<typeof channelFileSchema>;

/** The same lines of the same account are the same file. */
export function fileIdOf(estateId: string, { account, lines }: NewChannelFile): string {
  const content = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  return derivedId('chf', estateId, account, content);
}
