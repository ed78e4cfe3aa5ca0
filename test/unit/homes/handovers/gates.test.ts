import { describe, expect, test } from 'vitest';
import {
  defaultGates,
  gatesInTheWay,
  groundIn,
  mustBeAllowed,
  type Settled,
} from '../../../../functions/homes/handovers/gates.ts';
import { filled } from '../../../filled.ts';
import { acceptedGates, laterAcceptedGates, laterRefusedGates, refusedGates } from './gate-sentences.ts';

const settled: Settled = {
  identified: { as: 'owner' },
  missingDocuments: [],
  fundPaid: true,
  areaSettled: true,
  inspection: { signed: true, blockingDefects: 0 },
};
const inTheWay = (change: Partial<Settled>) =>
  gatesInTheWay(defaultGates, { ...settled, ...change }).map(({ gate }) => gate);

describe('the gates before the keys (D17, R3.3)', () => {
  test('R3.3: are all passed when everything is settled', () => {
    expect(inTheWay({})).toEqual([]);
  });

  test.each([
    [{ identified: undefined }, 'identity'],
    [{ identified: { as: 'agent' as const } }, 'identity'],
    [{ missingDocuments: ['住宅使用说明书'] }, 'documents'],
    [{ fundPaid: false }, 'maintenance-fund'],
    [{ areaSettled: false }, 'area-settlement'],
    [{ inspection: { signed: false, blockingDefects: 0 } }, 'inspection'],
    [{ inspection: { signed: true, blockingDefects: 1 } }, 'inspection'],
  ])('R3.3: %j leaves one gate open', (change, gate) => {
    expect(inTheWay(change)).toEqual([gate]);
  });

  test('an agent with a power of attorney passes, and minor defects block nothing', () => {
    expect(inTheWay({ identified: { as: 'agent', powerOfAttorney: 'poa-1' } })).toEqual([]);
  });

  test.each(['预交一年物业费', '代缴契税', '装修押金', '预存水电费', 'deposit for fit-out', 'Deed tax paid'])(
    'R3.6: “%s” is not an allowed ground',
    (ground) => {
      expect(() => mustBeAllowed({ gate: 'documents', ground })).toThrow(/gate-not-allowed/);
    },
  );

  test('R3.6: all built-in gates are allowed', () => {
    for (const gate of filled(defaultGates)) expect(() => mustBeAllowed(gate)).not.toThrow();
  });

  test('R3.3: without proof of the first payment into the maintenance fund, only that gate is open', () => {
    expect(inTheWay({ fundPaid: false })).toEqual(['maintenance-fund']);
    expect(inTheWay({ fundPaid: true })).toEqual([]);
  });

  test('R3.6: the maintenance fund, which the law requires first, is an allowed ground', () => {
    const ground = '住宅专项维修资金管理办法：交付前交存首期维修资金';
    expect(() => mustBeAllowed({ gate: 'maintenance-fund', ground })).not.toThrow();
    expect(() => mustBeAllowed({ gate: 'maintenance-fund', ground: `${ground}，并预交物业费` })).toThrow(
      /gate-not-allowed/,
    );
  });
});

test('a built-in ground is in the language of the reader, and one of the estate stays as it was written', () => {
  const [, documents] = defaultGates;
  expect(documents?.ground).toContain('第三十条');
  expect(groundIn({ ground: documents?.ground ?? '' }, 'zh-TW')).toContain('第三十條');
  for (const gate of filled(defaultGates)) expect(groundIn(gate, 'en')).not.toMatch(/[\u4e00-\u9fff]/);
  expect(groundIn({ ground: '购房合同补充条款三' }, 'en')).toBe('购房合同补充条款三');
});

describe('grounds in the words of estates (R3.6)', () => {
  const isAllowed = (ground: string) => {
    try {
      mustBeAllowed({ gate: 'documents', ground });
      return true;
    } catch {
      return false;
    }
  };

  test('R3.6: of eighty sentences written before the guard was read, each is decided rightly', () => {
    expect(filled(refusedGates).length + filled(acceptedGates).length).toBe(80);
    expect(refusedGates.filter(isAllowed)).toEqual([]);
    expect(acceptedGates.filter((ground) => !isAllowed(ground))).toEqual([]);
  });

  test('R3.6: later sentences are decided rightly', () => {
    expect(filled(laterRefusedGates).filter(isAllowed)).toEqual([]);
    expect(filled(laterAcceptedGates).filter((ground) => !isAllowed(ground))).toEqual([]);
  });

  test.each(['无需担心，须先交清物业费', '不是必须，但须预缴一年', '未交物业费不得领取钥匙'])(
    'R3.6: “%s” does not pass by its denial',
    (ground) => {
      expect(isAllowed(ground)).toBe(false);
    },
  );
});
