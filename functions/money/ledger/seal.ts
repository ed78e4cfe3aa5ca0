import { createHash } from 'node:crypto';
import * as z from 'zod';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Entry } from './posting.ts';

/*
 * The seal of a closed day: a Merkle tree over its entries, in the form of RFC 6962, with the root chained to
 * the day before.
 * With one seal anyone can prove that nothing up to that day was changed.
 * Owners can check that their receipt is in the ledger without seeing the receipts of others.
 */

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const sealSchema = z
  .object({
    estateId: z.string(),
    day: dateSchema,
    /** The number of entries of the day. */
    count: z.int().min(0),
    /** The root of the hash tree over the entries. */
    root: hashSchema,
    /** The seal of the day before; `firstSeal` for the first ledger day. */
    previous: hashSchema,
    /** The hash of all fields above. */
    seal: hashSchema,
  })
  .meta({ id: 'Seal' });
export type Seal = z.infer<typeof sealSchema>;

/** The hash of each entry, stored beside the seal to identify a changed entry. */
export const leafSchema = z.object({ entryId: z.string(), hash: hashSchema }).meta({ id: 'Leaf' });
export type Leaf = z.infer<typeof leafSchema>;

/** The previous seal of the first ledger day. */
export const firstSeal = '0'.repeat(64);

/** The first byte of everything hashed. It prevents a node from passing as an entry, or a tree as a seal. */
const prefix = { leaf: 0, node: 1, seal: 2 } as const;

function sha256(what: keyof typeof prefix, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(Uint8Array.of(prefix[what]));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The shape that can be hashed: an entry, or what a manipulation made of it, valid or not. */
export const sealableSchema = z
  .object({
    entryId: z.string(),
    estateId: z.string(),
    kind: z.string(),
    occurredOn: z.string(),
    postedOn: z.string(),
    recordedAt: z.string(),
    reference: z.string(),
    description: z.string(),
    receiptNumber: z.string().optional(),
    reverses: z.string().optional(),
    refunds: z.string().optional(),
    postings: z.array(
      z.object({
        account: z.string(),
        fen: z.number(),
        bill: z.object({ billId: z.string(), dueOn: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'Sealable' });
export type Sealable = z.infer<typeof sealableSchema>;

/**
 * Returns the bytes of an entry that the seal hashes: all fields in a fixed order, as JSON in UTF-8.
 * Different entries have different bytes.
 */
export function canonicalBytes(entry: Sealable): Buffer {
  return Buffer.from(
    JSON.stringify([
      'anju.entry.1',
      entry.entryId,
      entry.estateId,
      entry.kind,
      entry.occurredOn,
      entry.postedOn,
      entry.recordedAt,
      entry.reference,
      entry.description,
      entry.receiptNumber ?? null,
      entry.reverses ?? null,
      entry.refunds ?? null,
      entry.postings.map(({ account, fen, bill }) => [account, fen, bill ? [bill.billId, bill.dueOn] : null]),
    ]),
    'utf8',
  );
}

/**
 * Returns the levels of the tree from the leaves to the root. A node without a sibling moves up unchanged;
 * doubling it would give two lists the same root.
 */
function levelsOf(leaves: readonly Buffer[]): Buffer[][] {
  const levels = [[...leaves]];
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const pair = level.slice(i, i + 2);
      const [only = Buffer.alloc(0)] = pair;
      above.push(pair.length === 2 ? sha256('node', ...pair) : only);
    }
    level = above;
  }
  return levels;
}

/** Returns the Merkle root above the hashes of leaves, in hex (RFC 6962, 2.1). */
export function rootOfHashes(hashes: readonly Buffer[]): string {
  // The root of an empty list is the hash of nothing (RFC 6962, 2.1).
  return (levelsOf(hashes).at(-1)?.[0] ?? createHash('sha256').digest()).toString('hex');
}

/** Returns the sealed hash of an entry, in hex. */
export function hashOf(entry: Sealable): string {
  return sha256('leaf', canonicalBytes(entry)).toString('hex');
}

/** Returns the hashes of entries, in tree order. */
export function leavesOf(entries: readonly Sealable[]): Leaf[] {
  return entries
    .map((entry) => ({ entryId: entry.entryId, hash: hashOf(entry) }))
    .sort((a, b) => (a.entryId < b.entryId ? -1 : 1));
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const rootOf = (leaves: readonly Leaf[]) => rootOfHashes(leaves.map(({ hash }) => bytes(hash)));

function sealOf({ estateId, day, count, root, previous }: Omit<Seal, 'seal'>): string {
  const text = JSON.stringify(['anju.seal.1', estateId, day, count, root, previous]);
  return sha256('seal', Buffer.from(text, 'utf8')).toString('hex');
}

/**
 * Seals a day. The order of the entries does not matter.
 * @throws RangeError when an entry is of another estate or day, or occurs twice.
 */
export function sealDay(
  of: Pick<Seal, 'estateId' | 'day' | 'previous'>,
  entries: readonly Entry[],
): { seal: Seal; leaves: Leaf[] } {
  if (entries.some(({ estateId, postedOn }) => estateId !== of.estateId || postedOn !== of.day)) {
    throw new RangeError('an entry of another estate or day');
  }
  if (new Set(entries.map(({ entryId }) => entryId)).size < entries.length)
    throw new RangeError('an entry occurs twice');
  const leaves = leavesOf(entries);
  const { estateId, day, previous } = of;
  const head = { estateId, day, count: leaves.length, root: rootOf(leaves), previous };
  return { seal: { ...head, seal: sealOf(head) }, leaves };
}

/** The proof that an entry is in a sealed day: its index, and the sibling hashes on its path to the root. */
export const proofSchema = z
  .object({
    /** The position of the entry among the entries of the day. */
    index: z.int().min(0),
    count: z.int().min(1),
    /** The hashes from the entry up to the root. */
    path: z.array(hashSchema).max(53),
  })
  .meta({ id: 'Proof' });
export type Proof = z.infer<typeof proofSchema>;

/**
 * Returns the proof that an entry is in a sealed day, from the hashes beneath the seal. Undefined when it is
 * not among them.
 */
export function proveEntry(leaves: readonly Leaf[], entryId: string): Proof | undefined {
  const index = leaves.findIndex((leaf) => leaf.entryId === entryId);
  if (index < 0) return undefined;
  const levels = levelsOf(leaves.map(({ hash }) => bytes(hash)));
  const path = levels.flatMap((level, height) => {
    const beside = level[Math.floor(index / 2 ** height) ^ 1];
    return beside ? [beside.toString('hex')] : [];
  });
  return { index, count: leaves.length, path };
}

/** A difference from what was sealed. */
export type Finding =
  | { readonly what: 'entry-changed' | 'entry-missing' | 'entry-added'; readonly day: string; readonly entryId: string }
  | { readonly what: 'leaves-changed' | 'seal-changed' | 'chain-broken'; readonly day: string };

/**
 * Compares a day with its seal. Returns every entry that was changed, removed or added since; empty when
 * nothing was.
 */
export function auditDay(entries: readonly Sealable[], leaves: readonly Leaf[], seal: Seal): Finding[] {
  const { day } = seal;
  const now = new Map(leavesOf(entries).map(({ entryId, hash }) => [entryId, hash]));
  const then = new Map(leaves.map(({ entryId, hash }) => [entryId, hash]));
  const findings: Finding[] = [];
  if (sealOf(seal) !== seal.seal) findings.push({ what: 'seal-changed', day });
  if (leaves.length !== seal.count || rootOf(leaves) !== seal.root) findings.push({ what: 'leaves-changed', day });
  for (const [entryId, hash] of then) {
    const found = now.get(entryId);
    if (found !== hash) findings.push({ what: found === undefined ? 'entry-missing' : 'entry-changed', day, entryId });
  }
  for (const entryId of now.keys()) if (!then.has(entryId)) findings.push({ what: 'entry-added', day, entryId });
  return findings;
}

/**
 * Compares the seals of an estate in order of days: each must be intact and chained to the seal of the day
 * before.
 */
export function auditChain(seals: readonly Seal[], from: string = firstSeal): Finding[] {
  return seals.flatMap((seal, i): Finding[] => {
    const before = seals[i - 1];
    const { day } = seal;
    const linked = seal.previous === (before?.seal ?? from);
    const follows = before === undefined || (day === addDays(before.day, 1) && seal.estateId === before.estateId);
    return [
      ...(sealOf(seal) === seal.seal ? [] : [{ what: 'seal-changed', day } as const]),
      ...(linked && follows ? [] : [{ what: 'chain-broken', day } as const]),
    ];
  });
}
