import { describe, expect, test } from 'vitest';
import {
  approvePaymentAccount,
  askPaymentAccount,
  askPaymentAccountSchema,
  blankLetterhead,
  forResidents,
  letterheadDetailsSchema,
  refusePaymentAccount,
  withDetails,
} from '../../../../functions/register/owners/letterhead.ts';

const account = { name: '安心物业服务有限公司', bank: '工商银行第一支行', number: '6222020200112233' };
const request = { ...account, reason: '更换账户' };
const first = { by: 'stf_a', at: '2026-11-28T01:00:00Z' };
const second = { by: 'stf_b', at: '2026-11-28T02:00:00Z' };
const asked = askPaymentAccount(blankLetterhead('est_1'), request, first);

describe('R20.1 the account to pay to', () => {
  test('is in force only when another person approves it', () => {
    expect(asked.payTo).toBeUndefined();
    expect(() => approvePaymentAccount(asked, account.number, { ...second, by: first.by })).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ code: 'another-person-needed' }) }),
    );
    const { payTo, payToAsked } = approvePaymentAccount(asked, account.number, second);
    expect(payTo).toEqual({ ...account, asked: first, approved: second });
    expect(payToAsked).toBeUndefined();
  });

  test('is the one whose number the approver typed again, also when the request was replaced meanwhile', () => {
    const replaced = askPaymentAccount(asked, { ...request, number: '6222999999999999' }, first);
    expect(() => approvePaymentAccount(replaced, account.number, second)).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ code: 'account-number-differs' }) }),
    );
  });

  test('stays until the next one is approved, and when that one is refused', () => {
    const inForce = approvePaymentAccount(asked, account.number, second);
    const next = askPaymentAccount(inForce, { ...request, number: '6222888888888888' }, second);
    expect(next.payTo?.number).toBe(account.number);
    const refused = refusePaymentAccount(next, first);
    expect([refused.payTo?.number, refused.payToAsked]).toEqual([account.number, undefined]);
    expect(() => refusePaymentAccount(refused, first)).toThrow(
      expect.objectContaining({ kind: expect.objectContaining({ code: 'illegal-state' }) }),
    );
  });

  test('does not change with the other details, and residents do not see who decided', () => {
    const inForce = approvePaymentAccount(asked, account.number, second);
    const renamed = withDetails(inForce, { company: '新公司' }, second.at);
    expect(renamed.payTo).toEqual(inForce.payTo);
    expect(renamed.version).toBe(inForce.version + 1);
    const waiting = askPaymentAccount(inForce, request, first);
    expect(forResidents(waiting)).not.toHaveProperty('payToAsked');
    expect(forResidents(waiting).payTo).toEqual(account);
  });
});

describe('a logo', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const url = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString('base64')}`;
  const accepts = (logo: string) => letterheadDetailsSchema.safeParse({ logo }).success;

  test('is a small PNG or JPEG picture', () => {
    expect(accepts(url('image/png', png))).toBe(true);
    expect(accepts(url('image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])))).toBe(true);
    expect(accepts(url('image/png', Buffer.concat([png, Buffer.alloc(16_400)])))).toBe(true);
    expect(accepts(url('image/png', Buffer.concat([png, Buffer.alloc(17_000)])))).toBe(false);
  });

  test('is no other file, no address of another server, and cannot leave its attribute', () => {
    for (const logo of [
      url('image/jpeg', png),
      url('image/svg+xml', Buffer.from('<svg onload="alert(1)"/>')),
      'https://example.com/logo.png',
      `${url('image/png', png)}" onerror="alert(1)`,
      '',
    ]) {
      expect(accepts(logo), logo).toBe(false);
    }
  });

  test('an account number has no blanks', () => {
    expect(askPaymentAccountSchema.safeParse(request).success).toBe(true);
    expect(askPaymentAccountSchema.safeParse({ ...request, number: '6222 0202' }).success).toBe(false);
  });
});
