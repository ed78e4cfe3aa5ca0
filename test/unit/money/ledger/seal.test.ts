import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { type Entry, entrySchema } from '../../../../functions/money/ledger/posting.ts';
import {
  auditChain,
  auditDay,
  canonicalBytes,
  firstSeal,
  proveEntry,
  type Seal,
  sealDay,
} from '../../../../functions/money/ledger/seal.ts';
import { filled } from '../../../filled.ts';
import { merkleRoot, verifyReceipt } from '../../../models/receipt-model.ts';
import { head } from './ledger-fixtures.ts';

const day = '2025-03-05';
const of = { estateId: 'yg', day, previous: firstSeal };

function entries(count: number, on = day): Entry[] {
  return Array.from({ length: count }, (_, n) =>
    chargeEntry(head(n, { receiptNumber: `r-${n}`, occurredOn: on, postedOn: on, entryId: `ent_${on}_${n}` }), {
      payerId: 'psn_wang',
      bill: { billId: `bil_${n}`, dueOn: '2025-03-31' },
      lines: [{ feeItemId: 'property', fen: 100 + n }],
    }),
  );
}

/** Returns the entry with each kind of field changed, one at a time. */
function changes(entry: Entry): Entry[] {
  const [first, ...others] = entry.postings;
  if (!first?.bill) throw new Error('a charge begins with its claim');
  const bill = first.bill;
  const posted = [
    { ...first, fen: first.fen + 1 },
    { ...first, account: `${first.account}x` },
    { ...first, bill: { ...bill, billId: `${bill.billId}x` } },
    { ...first, bill: { ...bill, dueOn: '2025-04-01' } },
    { ...first, bill: undefined },
  ];
  return [
    ...posted.map((one) => ({ ...entry, postings: [one, ...others] })),
    { ...entry, postings: [...others, first] },
    { ...entry, postings: others },
    { ...entry, entryId: `${entry.entryId}x` },
    { ...entry, estateId: 'other' },
    { ...entry, kind: 'payment' },
    { ...entry, occurredOn: '2025-03-01' },
    { ...entry, postedOn: '2025-03-09' },
    { ...entry, recordedAt: '2025-03-05T23:59:59Z' },
    { ...entry, reference: `${entry.reference} ` },
    { ...entry, description: `${entry.description}\u0000` },
    { ...entry, receiptNumber: undefined },
    { ...entry, reverses: 'x' },
    { ...entry, refunds: 'x' },
  ];
}

function rebuilt(seals: readonly Seal[], at: number, change: Partial<Seal>): Seal[] {
  return seals.map((seal, i) => (i === at ? { ...seal, ...change } : seal));
}

describe('the tree of a day', () => {
  test('the tree has the roots of the published vectors of RFC 6962', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = inputs.map((_, i) => merkleRoot(inputs.slice(0, i + 1).map((hex) => Buffer.from(hex, 'hex'))));
    expect(roots).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
    expect(merkleRoot([])).toBe(createHash('sha256').digest('hex'));
  });

  test('an odd leaf moves up and is not doubled: three leaves differ from four', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => Buffer.from(text));
    if (!a || !b || !c) throw new Error('three leaves');
    expect(merkleRoot([a, b, c])).not.toBe(merkleRoot([a, b, c, c]));
  });

  test('a node cannot pass as a leaf', () => {
    const leaf = (text: string) => createHash('sha256').update(`\u0000${text}`).digest();
    const forged = Buffer.concat([leaf('a'), leaf('b')]);
    expect(merkleRoot([forged])).not.toBe(merkleRoot([Buffer.from('a'), Buffer.from('b')]));
    expect(merkleRoot([Buffer.concat([Buffer.of(1), forged])])).not.toBe(
      merkleRoot(['a', 'b'].map((t) => Buffer.from(t))),
    );
  });

  test('the bytes of an entry contain every field', () => {
    const [entry] = entries(1);
    if (!entry) throw new Error('an entry');
    const written = canonicalBytes(entry).toString('hex');
    const others = changes(entry).map((one) => canonicalBytes(one).toString('hex'));
    expect(new Set([written, ...others]).size).toBe(others.length + 1);
    // Add a new field of the entry to its bytes and to `changes` above.
    expect(Object.keys(entrySchema.shape)).toHaveLength(12);
  });

  test('text cannot move from one field to the next without changing the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.nat(), (a, b, cut) => {
        const [entry] = entries(1);
        if (!entry) throw new Error('an entry');
        const both = a + b;
        const at = cut % (both.length + 1);
        const one = { ...entry, reference: a, description: b };
        const other = { ...entry, reference: both.slice(0, at), description: both.slice(at) };
        expect(canonicalBytes(one).equals(canonicalBytes(other))).toBe(a === other.reference);
      }),
    );
  });
});

describe('the seal of a day', () => {
  test('the seal does not depend on the order of the entries', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(entries(20)), (some) => {
        expect(sealDay(of, some)).toEqual(sealDay(of, some.toReversed()));
      }),
    );
  });

  test('a seal takes only entries of its day and estate, each once', () => {
    const some = entries(2);
    expect(() => sealDay({ ...of, day: '2025-03-06' }, some)).toThrow(RangeError);
    expect(() => sealDay({ ...of, estateId: 'other' }, some)).toThrow(RangeError);
    expect(() => sealDay(of, [...some, ...some])).toThrow(RangeError);
    expect(sealDay(of, []).seal.count).toBe(0);
  });

  test('D34 the proof of every receipt verifies, on days of any length', () => {
    for (let count = 1; count <= 40; count += 1) {
      const some = entries(count);
      const { seal, leaves } = sealDay(of, some);
      for (const entry of some) {
        const proof = proveEntry(leaves, entry.entryId);
        expect(proof && verifyReceipt(entry, proof, seal)).toBe(true);
      }
    }
    expect(proveEntry(sealDay(of, entries(3)).leaves, 'ent_of_another_day')).toBeUndefined();
    expect(proveEntry([], 'ent_0')).toBeUndefined();
  });

  test('D34 an altered receipt, an altered proof, the proof of another entry, and an altered seal do not verify', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 33 }), fc.nat(), fc.nat(), (count, pick, bit) => {
        const some = entries(count);
        const n = pick % count;
        const entry = some[n];
        const { seal, leaves } = sealDay(of, some);
        const proof = entry && proveEntry(leaves, entry.entryId);
        if (!entry || !proof) throw new Error('an entry and its proof');
        for (const altered of filled(changes(entry))) expect(verifyReceipt(altered, proof, seal)).toBe(false);
        for (const other of some) if (other !== entry) expect(verifyReceipt(other, proof, seal)).toBe(false);
        const flip = (hex: string) => {
          const at = bit % hex.length;
          return hex.slice(0, at) + (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16) + hex.slice(at + 1);
        };
        const proofs = [
          ...proof.path.map((_, i) => ({ ...proof, path: proof.path.map((hash, j) => (i === j ? flip(hash) : hash)) })),
          { ...proof, path: [...proof.path, firstSeal] },
          { ...proof, path: proof.path.map((hash) => hash.toUpperCase()).concat('x') },
          ...(proof.path.length > 0 ? [{ ...proof, path: proof.path.slice(1) }] : []),
          { ...proof, count: count + 1 },
          { ...proof, index: count },
          { ...proof, index: -1 },
        ];
        for (const altered of filled(proofs)) expect(verifyReceipt(entry, altered, seal)).toBe(false);
        const seals = [
          { ...seal, root: flip(seal.root) },
          { ...seal, previous: flip(seal.previous) },
          { ...seal, seal: flip(seal.seal) },
          { ...seal, count: count + 1 },
          { ...seal, day: '2025-03-06' },
        ];
        for (const altered of filled(seals)) expect(verifyReceipt(entry, proof, altered)).toBe(false);
      }),
    );
  });

  test('an entry of another day or estate that is put into a tree by hand does not verify', () => {
    const [entry] = entries(1);
    if (!entry) throw new Error('an entry');
    const root = merkleRoot([canonicalBytes(entry)]);
    const sealed = (estateId: string, on: string): Seal => {
      const text = JSON.stringify(['anju.seal.1', estateId, on, 1, root, firstSeal]);
      const seal = createHash('sha256').update(Buffer.of(2)).update(text).digest('hex');
      return { estateId, day: on, count: 1, root, previous: firstSeal, seal };
    };
    const verified = (seal: Seal) => verifyReceipt(entry, { index: 0, count: 1, path: [] }, seal);
    expect(verified(sealed('yg', day))).toBe(true);
    expect(verified(sealed('other', day))).toBe(false);
    expect(verified(sealed('yg', '2025-03-06'))).toBe(false);
  });

  test('D28 every entry changed, removed or added later is found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.nat(), (count, pick, which) => {
        const some = entries(count);
        const { seal, leaves } = sealDay(of, some);
        expect(auditDay(some.toReversed(), leaves, seal)).toEqual([]);
        const n = pick % count;
        const entry = some[n];
        if (!entry) throw new Error('an entry');
        const all = changes(entry).filter((one) => one.entryId === entry.entryId);
        const altered = all[which % all.length] ?? entry;
        const { entryId } = entry;
        expect(auditDay(some.with(n, altered), leaves, seal)).toEqual([{ what: 'entry-changed', day, entryId }]);
        expect(auditDay(some.toSpliced(n, 1), leaves, seal)).toEqual([{ what: 'entry-missing', day, entryId }]);
        const more = { ...entry, entryId: 'ent_more' };
        expect(auditDay([...some, more], leaves, seal)).toEqual([{ what: 'entry-added', day, entryId: 'ent_more' }]);
      }),
    );
  });

  test('rewritten hashes are found', () => {
    const some = entries(5);
    const { seal, leaves } = sealDay(of, some);
    const forged = entries(5).map((entry, i) => (i === 2 ? { ...entry, description: 'forged' } : entry));
    const rewritten = sealDay(of, forged);
    expect(auditDay(forged, rewritten.leaves, seal)).toEqual([{ what: 'leaves-changed', day }]);
    expect(auditDay(some, leaves.slice(1), seal).map(({ what }) => what)).toEqual(['leaves-changed', 'entry-added']);
    expect(auditDay(some, leaves, { ...seal, seal: firstSeal })).toEqual([{ what: 'seal-changed', day }]);
  });
});

describe('the chain of seals', () => {
  const days = ['2025-02-28', '2025-03-01', '2025-03-02', '2025-03-03'];
  const chain: Seal[] = [];
  for (const on of days) {
    const previous = chain.at(-1)?.seal ?? firstSeal;
    chain.push(sealDay({ estateId: 'yg', day: on, previous }, entries(3, on)).seal);
  }

  test('the chain verifies from the first day, and from any known seal', () => {
    expect(auditChain(chain)).toEqual([]);
    expect(auditChain(chain.slice(2), chain[1]?.seal)).toEqual([]);
    expect(auditChain(chain.slice(2))).toEqual([{ what: 'chain-broken', day: '2025-03-02' }]);
  });

  test('a day rewritten from its entries to its seal is found on the day after', () => {
    const forged = sealDay(
      { estateId: 'yg', day: '2025-03-01', previous: chain[0]?.seal ?? '' },
      entries(2, '2025-03-01'),
    );
    expect(auditChain(chain.with(1, forged.seal))).toEqual([{ what: 'chain-broken', day: '2025-03-02' }]);
  });

  test('a changed, removed or reordered seal is found', () => {
    expect(auditChain(rebuilt(chain, 1, { count: 4 }))).toEqual([{ what: 'seal-changed', day: '2025-03-01' }]);
    expect(auditChain(chain.toSpliced(1, 1))).toEqual([{ what: 'chain-broken', day: '2025-03-02' }]);
    expect(auditChain(chain.toReversed()).length).toBeGreaterThan(0);
  });
});
