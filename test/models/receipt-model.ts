import { createHash } from 'node:crypto';
import type { Entry } from '../../functions/money/ledger/posting.ts';
import {
  canonicalBytes,
  type Proof,
  proofSchema,
  rootOfHashes,
  type Seal,
  sealSchema,
} from '../../functions/money/ledger/seal.ts';

/* What an owner computes to check a receipt. It hashes by itself, as a program outside the backend would. */

/** Returns the hash of a leaf (0), a node (1) or a seal (2). */
function sha256(what: 0 | 1 | 2, ...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(what), ...parts]))
    .digest();
}

/** Returns the Merkle root of a list of byte strings, in hex (RFC 6962, 2.1). */
export function merkleRoot(leaves: readonly Uint8Array[]): string {
  return rootOfHashes(leaves.map((leaf) => sha256(0, leaf)));
}

function sealedAs({ estateId, day, count, root, previous }: Seal): string {
  return sha256(2, Buffer.from(JSON.stringify(['anju.seal.1', estateId, day, count, root, previous]))).toString('hex');
}

/**
 * Returns true when the entry is, byte for byte, in the sealed day. It needs only what the owner has: the
 * entry, the proof and the seal.
 */
export function verifyReceipt(entry: Entry, proof: Proof, seal: Seal): boolean {
  if (!proofSchema.safeParse(proof).success || !sealSchema.safeParse(seal).success) return false;
  if (entry.estateId !== seal.estateId || entry.postedOn !== seal.day) return false;
  if (proof.count !== seal.count || proof.index >= proof.count || sealedAs(seal) !== seal.seal) return false;
  const path = proof.path.map((hex) => Buffer.from(hex, 'hex'));
  let hash = sha256(0, canonicalBytes(entry));
  for (let [index, count] = [proof.index, proof.count]; count > 1; index = Math.floor(index / 2)) {
    const alone = index === count - 1 && count % 2 === 1;
    count = Math.ceil(count / 2);
    if (alone) continue;
    const beside = path.shift();
    if (!beside) return false;
    hash = index % 2 === 1 ? sha256(1, beside, hash) : sha256(1, hash, beside);
  }
  return path.length === 0 && hash.toString('hex') === seal.root;
}
