import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dueKeys } from '../../shared/events/due.ts';
import type { Transaction } from '../../shared/events/transaction.ts';
import { compareInstants } from '../../shared/kernel/time.ts';
import { entity, indexKeys } from '../../shared/store/entity.ts';
import { get } from '../../shared/store/table.ts';
import { type Notice, noticeSchema } from './notice.ts';
import type { NoticesPolicy } from './notices.policy.ts';

const table = 'tickets';

/** Partitions of the lists of an estate. */
export const noticeLists = {
  notices: (estateId: string) => `ESTATE#${estateId}#NOTICES`,
  about: (estateId: string, aboutId: string) => `ESTATE#${estateId}#NOTICES#${aboutId}`,
};

export const notices = entity<Notice, { noticeId: string }>({
  table,
  type: 'notice',
  schema: noticeSchema,
  key: ({ noticeId }) => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' }),
  indexes: ({ noticeId, estateId, aboutId, writtenAt, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', noticeLists.notices(estateId), writtenAt, noticeId),
    ...(aboutId !== undefined && indexKeys('mine', noticeLists.about(estateId, aboutId), writtenAt, noticeId)),
    ...indexKeys('updates', noticeLists.notices(estateId), updatedAt, noticeId),
    ...dueKeys('notice', noticeId, nextDueAt, updatedAt),
  }),
});

const addressSchema = z
  .object({
    addressHash: z.string(),
    /** Since when mail to the address bounces permanently. */
    unreachableSince: z.string().optional(),
    /** When mails to it were last given up by the mail service, oldest first. */
    returns: z.array(z.string()).optional(),
    /** Since when its reader reports the mail of Anju as unwanted. */
    complainedSince: z.string().optional(),
  })
  .meta({ id: 'Address' });
type Address = z.infer<typeof addressSchema>;

/** Facts about addresses, stored by hash so that the table holds no list of addresses. */
const addresses = entity<Address, { addressHash: string }>({
  table,
  type: 'mail-address',
  schema: addressSchema,
  key: ({ addressHash }) => ({ pk: `ADDRESS#${addressHash}`, sk: 'ADDRESS' }),
});

function hashOf(address: string): string {
  return createHash('sha256').update(address.trim().toLowerCase()).digest('base64url');
}

/** Returns what is known of an address. */
export async function addressStanding(address: string): Promise<{ unreachable: boolean; complained: boolean }> {
  const known = await get(addresses, { addressHash: hashOf(address) });
  return { unreachable: known?.unreachableSince !== undefined, complained: known?.complainedSince !== undefined };
}

/** Records that mail to an address bounces or that its reader complained, in the same transaction. */
export function remember(
  transaction: Transaction,
  address: string,
  what: 'unreachableSince' | 'complainedSince',
  at: string,
): void {
  const addressHash = hashOf(address);
  transaction.update(
    addresses,
    { addressHash },
    {
      text: 'SET #hash = :hash, #type = :type, #what = :at',
      names: { '#hash': 'addressHash', '#type': 'type', '#what': what },
      values: { ':hash': addressHash, ':type': addresses.type, ':at': at },
    },
  );
}

/** Returned mails within `returnDays` after which an address counts as unreachable. */
const mostReturns = 3;
const returnDays = 7;

/**
 * Counts a mail that the mail service gave up. The third within seven days marks the address as unreachable.
 * @throws at commit VersionConflict when another one was counted at the same moment.
 */
export async function countReturn(transaction: Transaction, address: string, now: Temporal.Instant): Promise<void> {
  const addressHash = hashOf(address);
  const known = await get(addresses, { addressHash });
  const before = known?.returns;
  const since = now.subtract({ hours: returnDays * 24 });
  const recent = (before ?? []).filter((at) => Temporal.Instant.compare(Temporal.Instant.from(at), since) > 0);
  const returns = [...recent, now.toString()];
  const isUnreachable = returns.length >= mostReturns && known?.unreachableSince === undefined;
  transaction.update(
    addresses,
    { addressHash },
    {
      text: `SET #hash = :hash, #type = :type, #returns = :returns${isUnreachable ? ', #unreachable = :at' : ''}`,
      names: {
        '#hash': 'addressHash',
        '#type': 'type',
        '#returns': 'returns',
        ...(isUnreachable && { '#unreachable': 'unreachableSince' }),
      },
      values: {
        ':hash': addressHash,
        ':type': addresses.type,
        ':returns': returns,
        ...(isUnreachable && { ':at': now.toString() }),
      },
    },
    before ? { text: '#returns = :before', values: { ':before': before } } : { text: 'attribute_not_exists(#returns)' },
  );
}

/** Marks an address as reachable again, after the household confirmed it. */
export function trustAgain(transaction: Transaction, address: string): void {
  const addressHash = hashOf(address);
  transaction.update(
    addresses,
    { addressHash },
    {
      text: 'SET #hash = :hash, #type = :type REMOVE #what, #returns',
      names: { '#hash': 'addressHash', '#type': 'type', '#what': 'unreachableSince', '#returns': 'returns' },
      values: { ':hash': addressHash, ':type': addresses.type },
    },
  );
}

const optOutSchema = z
  .object({
    personId: z.string(),
    estateId: z.string(),
    optedOutAt: z.string(),
    /** When the person asked for marketing again. */
    takenBackAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'OptOut' });
type OptOut = z.infer<typeof optOutSchema>;

/** People who unsubscribed from marketing (R15.5). They still get service notices. */
export const optOuts = entity<OptOut, { personId: string }>({
  table,
  type: 'opt-out',
  schema: optOutSchema,
  key: ({ personId }) => ({ pk: `OPTOUT#${personId}`, sk: 'OPTOUT' }),
});

/** Condition of a marketing notice: no opt-out, or one that was withdrawn. */
export const mayHaveMarketing = { text: 'attribute_not_exists(pk) OR attribute_exists(takenBackAt)' };

/** Returns true while a person is unsubscribed from marketing. */
export function isOptedOut(optOut: OptOut | undefined): boolean {
  return optOut !== undefined && optOut.takenBackAt === undefined;
}

const contactsSchema = z
  .object({
    personId: z.string(),
    estateId: z.string(),
    /** Times of the latest notices of this kind, oldest first. */
    written: z.array(z.string()),
    version: z.number().int(),
  })
  .meta({ id: 'NoticeContacts' });
type Contacts = z.infer<typeof contactsSchema>;

/**
 * Recent marketing notices of a person. Two concurrent notices conflict on its version, so that the limit
 * holds.
 */
export const marketingContacts = entity<Contacts, { personId: string }>({
  table,
  type: 'marketing-contacts',
  schema: contactsSchema,
  key: ({ personId }) => ({ pk: `MARKETING#${personId}`, sk: 'MARKETING' }),
});

/** Recent and planned reminders of a person, which keep them within the estate's budget. */
export const reminderContacts = entity<Contacts, { personId: string }>({
  table,
  type: 'reminder-contacts',
  schema: contactsSchema,
  key: ({ personId }) => ({ pk: `REMINDERS#${personId}`, sk: 'REMINDERS' }),
});

/**
 * Returns the time from which another reminder is within the budget. Returns undefined when one may be sent
 * now; a time only when the budget is used up.
 */
export function withinBudgetFrom(
  known: Contacts | undefined,
  { notices: most, days }: NoticesPolicy['reminderBudget'],
  now: Temporal.Instant,
): string | undefined {
  // The reminder that must leave the window before another is allowed.
  const oldest = known?.written.toSorted(compareInstants).at(-most);
  if (oldest === undefined) return undefined;
  const from = Temporal.Instant.from(oldest).add({ hours: days * 24 });
  return Temporal.Instant.compare(from, now) > 0 ? from.toString() : undefined;
}

/** The most notices of a person that are kept: as many as the largest limit in a policy can count. */
const rememberedContacts = 20;

/** Adds a notice to the contacts of a person. */
export function withContact(
  known: Contacts | undefined,
  person: { personId: string; estateId: string },
  at: string,
): Contacts {
  const written = [...(known?.written ?? []), at].slice(-rememberedContacts);
  return { personId: person.personId, estateId: person.estateId, written, version: (known?.version ?? 0) + 1 };
}
