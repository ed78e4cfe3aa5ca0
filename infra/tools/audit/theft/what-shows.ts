import * as z from 'zod';
import type { Trial } from './trial.ts';

/*
 * What honest people find after a theft by doing their duties: the drawer is counted with a witness, the true
 * bank statement is compared, slips in transit grow old, a claim that stays open is demanded by letter, and
 * letters reach their payer.
 */

const entrySchema = z.object({
  entryId: z.string(),
  kind: z.string(),
  reference: z.string(),
  postings: z.array(z.object({ account: z.string(), fen: z.number() })),
});
const noticesSchema = z.object({
  template: z.string(),
  recipient: z.looseObject({ id: z.string() }),
});
const balanceSchema = z.looseObject({ fen: z.number() });
const balancesSchema = z.looseObject({ owedFen: z.number(), prepaidFen: z.number(), depositsFen: z.number() });
const transitSchema = z.looseObject({ items: z.array(z.looseObject({ reference: z.string() })) });

const differenceSchema = z.looseObject({ cashierId: z.string() });

/** Letters of which the payer learns nothing about the theft. */
const usual = ['bill-published', 'payment-credited'];

/** Everything of an estate that is read once for all its trials. */
export interface Records {
  readonly entries: readonly z.output<typeof entrySchema>[];
  readonly notices: readonly z.output<typeof noticesSchema>[];
  readonly inTransit: readonly string[];
  /** The cashiers of drawers whose difference two people have not cleared. */
  readonly openDrawers: readonly string[];
}

/** Reads the records after all trials of an estate. */
export async function readRecords({ scene }: Pick<Trial, 'scene'>): Promise<Records> {
  const { client, estateId, auditor } = scene;
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const transit = await client.must(transitSchema, 'GET', `/v1/ledger/estates/${estateId}/transit`, { as: auditor });
  const inStatus = (status: string) =>
    client.whole(differenceSchema, `/v1/ledger/estates/${estateId}/drawer-differences?status=${status}`, auditor);
  const differences = [...(await inStatus('open')), ...(await inStatus('asked'))];
  return {
    entries: await client.whole(entrySchema, `/v1/ledger/estates/${estateId}/entries?month=${month}`, auditor),
    notices: await client.whole(noticesSchema, `/v1/notices?estateId=${estateId}`, auditor),
    inTransit: transit.items.map(({ reference }) => reference),
    openDrawers: differences.map(({ cashierId }) => cashierId),
  };
}

/** Lists what shows of the theft of a trial; empty when nobody learns of it. */
export async function whatShows(
  trial: Trial,
  { entries, notices, inTransit, openDrawers }: Records,
): Promise<string[]> {
  const { scene, payerId, name } = trial;
  const shows: string[] = [];
  const { fen } = await trial.read(
    balanceSchema,
    `/v1/ledger/estates/${scene.estateId}/accounts/${trial.drawer}/balance`,
  );
  if (fen !== trial.drawerFen) shows.push(`the count of the thief's drawer differs by ${trial.drawerFen - fen} fen`);
  const mine = entries.filter(({ reference }) => reference.includes(`-${name}-`));
  for (const { reference, kind, postings } of mine) {
    const isTrue = (account: string, moved: number) =>
      trial.lines.some((line) => line.account === account && line.reference === reference && line.fen === moved);
    for (const { account, fen: moved } of postings) {
      if (/^assets:(?:bank|channel):/.test(account) && kind !== 'settlement' && !isTrue(account, moved)) {
        shows.push(`the true statement has no line ${reference}`);
      }
    }
  }
  for (const reference of inTransit)
    if (reference.includes(`-${name}-`)) shows.push(`the slip ${reference} never arrives`);
  if (openDrawers.includes(trial.thief.sub)) shows.push('an open difference of the drawer names its cashier');
  const has = await trial.read(balancesSchema, `/v1/payments/estates/${scene.estateId}/payers/${payerId}/balances`);
  if (trial.handedFen > 0 && has.owedFen > 0 && (await isDemanded(trial)))
    shows.push('the claim stays open and is demanded by letter');
  const letters = notices.filter(({ recipient, template }) => recipient.id === payerId && !usual.includes(template));
  // Where the thief changed the address, only the letter about that still goes to the payer's own.
  const read = trial.isAddressTheirs ? letters : letters.filter(({ template }) => template === 'address-changed');
  for (const { template } of read) shows.push(`the payer gets the letter ${template}`);
  return shows;
}

const billSchema = z.looseObject({
  disputes: z.array(z.looseObject({ to: z.string().optional(), foundedFen: z.number().optional() })),
});

/** Returns true when dunning writes about the bill: no objection to it is open or was found right. */
async function isDemanded({ billId, scene }: Trial): Promise<boolean> {
  const path = `/v1/fees/bills/${billId}`;
  const { disputes } = await scene.client.must(billSchema, 'GET', path, { as: scene.auditor });
  return disputes.every(({ to, foundedFen }) => to !== undefined && foundedFen === undefined);
}
