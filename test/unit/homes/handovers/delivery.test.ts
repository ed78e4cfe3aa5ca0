import { describe, expect, test } from 'vitest';
import { deliveryOf } from '../../../../functions/homes/handovers/delivery.ts';

describe('delivery (R3.4)', () => {
  test('R3.4: is the earlier of possession and signed sheet', () => {
    const handing = { possessionOn: '2024-07-02', sheetSignedOn: '2024-06-30' };
    expect(deliveryOf(handing, '2024-07-10')).toEqual({ on: '2024-06-30', method: 'sheet-signed' });
  });

  test("R3.4: is deemed on the notice's day after a refusal without good reason, and not before", () => {
    const handing = { noticedFor: '2024-06-30', refused: { on: '2024-06-20', withGoodReason: false } };
    expect(deliveryOf(handing, '2024-06-29')).toBeUndefined();
    expect(deliveryOf(handing, '2024-06-30')).toEqual({ on: '2024-06-30', method: 'deemed' });
  });

  test('R3.4: does not happen after a refusal with good reason, or without a written notice', () => {
    const refused = { on: '2024-06-20', withGoodReason: true };
    expect(deliveryOf({ noticedFor: '2024-06-30', refused }, '2025-01-01')).toBeUndefined();
    expect(deliveryOf({ refused: { ...refused, withGoodReason: false } }, '2025-01-01')).toBeUndefined();
  });

  test('R3.4: needs only possession or the signed sheet, and dates from its day', () => {
    const on = (handing: Parameters<typeof deliveryOf>[0], today: string) => deliveryOf(handing, today)?.method;
    expect(on({ possessionOn: '2024-07-02' }, '2024-07-01')).toBeUndefined();
    expect(on({ possessionOn: '2024-07-02' }, '2024-07-02')).toBe('possession');
    expect(on({ sheetSignedOn: '2024-07-02' }, '2024-07-01')).toBeUndefined();
    expect(on({ sheetSignedOn: '2024-07-02' }, '2024-07-02')).toBe('sheet-signed');
  });

  test('R3.4: after a refusal and later keys, dates from the day on which the risk passed', () => {
    const refused = { on: '2024-06-20', withGoodReason: false };
    const handing = { noticedFor: '2024-06-30', refused, possessionOn: '2024-08-01' };
    expect(deliveryOf(handing, '2024-08-01')).toEqual({ on: '2024-06-30', method: 'deemed' });
  });
});
