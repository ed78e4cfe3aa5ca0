import * as z from 'zod';
import type { ApiClient, Caller } from '../../api-client/api-client.ts';

export const ticketSchema = z.looseObject({
  ticketId: z.string(),
  title: z.string(),
  status: z.string(),
  workOrderId: z.string().optional(),
  resolvedAt: z.string().optional(),
});
const orderSchema = z.looseObject({ workOrderId: z.string(), ticketId: z.string(), status: z.string() });
export const surveySchema = z.looseObject({
  surveyId: z.string(),
  ticketId: z.string(),
  status: z.string(),
  answer: z.looseObject({ satisfaction: z.number() }).optional(),
});
export const noticeSchema = z.looseObject({
  noticeId: z.string(),
  template: z.string(),
  aboutId: z.string().optional(),
  subject: z.string(),
  status: z.string(),
  attempts: z.number(),
  result: z.string().optional(),
  sendAfter: z.string().optional(),
  recipient: z.looseObject({ id: z.string() }),
});
export type NoticeRecord = z.infer<typeof noticeSchema>;
const paymentSchema = z.looseObject({
  paymentId: z.string(),
  reference: z.string(),
  fen: z.number(),
  refundedFen: z.number().optional(),
});
const entrySchema = z.looseObject({
  entryId: z.string(),
  kind: z.string(),
  reference: z.string(),
  postings: z.array(z.object({ account: z.string(), fen: z.number() })),
});
const billSchema = z.looseObject({
  billId: z.string(),
  unitId: z.string(),
  status: z.string(),
  openFen: z.number(),
});
const mailSchema = z.looseObject({ messageId: z.string(), tags: z.record(z.string(), z.array(z.string())) });

/** Returns records by a word in them; a record that occurs twice is there twice. */
const by = <T>(all: readonly T[], word: (one: T) => string) => Map.groupBy(all, word);

/** Everything that the backend of a run knows at the end, read through the API and from the mail journal. */
export type Records = Awaited<ReturnType<typeof readRecords>>;

export async function readRecords(
  client: ApiClient,
  of: { readonly estateId: string; readonly as: Caller; readonly months: readonly string[]; readonly mailUrl: string },
) {
  const { estateId, as } = of;
  const all = <T extends z.ZodType>(schema: T, path: string) => client.whole(schema, path, as);
  const entries = await Promise.all(
    of.months.map((month) => all(entrySchema, `/v1/ledger/estates/${estateId}/entries?month=${month}`)),
  );
  const mails = await (await fetch(`${of.mailUrl}/accepted`)).json();
  const notices = await all(noticeSchema, `/v1/notices?estateId=${estateId}`);
  return {
    tickets: by(await all(ticketSchema, `/v1/tickets?estateId=${estateId}`), ({ title }) => title),
    orders: by(await all(orderSchema, `/v1/repairs/work-orders?estateId=${estateId}`), ({ ticketId }) => ticketId),
    surveys: by(await all(surveySchema, `/v1/surveys?estateId=${estateId}`), ({ ticketId }) => ticketId),
    notices,
    noticesAbout: by(notices, ({ template, aboutId }) => `${template} ${aboutId}`),
    noticesCalled: by(notices, ({ subject }) => subject),
    payments: by(await all(paymentSchema, `/v1/payments?estateId=${estateId}`), ({ reference }) => reference),
    entries: by(entries.flat(), ({ kind, reference }) => `${kind} ${reference}`),
    bills: by(await all(billSchema, `/v1/fees/bills?estateId=${estateId}`), ({ unitId }) => unitId),
    mails: by(z.array(mailSchema).parse(mails), ({ tags }) => tags.notice?.[0] ?? ''),
  };
}

/** Returns what is wrong when a list does not have exactly one element. */
export function notOne(what: string, found: readonly unknown[] | undefined): string | undefined {
  const count = found?.length ?? 0;
  if (count === 1) return undefined;
  return count === 0 ? `lost: there is no ${what}` : `doubled: there are ${count} of ${what}`;
}
