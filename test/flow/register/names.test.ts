import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, must, type TestEstate } from '../backend.ts';

let estate: TestEstate;
beforeAll(async () => {
  estate = await estateCalled('NAM');
});

const enter = (more: object) =>
  ask(estate.staff.administrator, 'POST', `/v1/estates/${estate.estateId}/units`, {
    label: '3栋101',
    building: '3栋',
    area: '89.37',
    use: 'dwelling',
    ...more,
  });
const pointers = ({ body }: Body) => body.errors.map((one: Body) => [one.pointer, one.code]);

describe('a home in the register', () => {
  test('has one entry, however its label is spelled, and its building one spelling', async () => {
    const first = await enter({ label: ' 3栋 101', building: '３ 栋' });
    expect(first).toMatchObject({ status: 201, body: { label: '3栋 101', building: '3栋' } });
    for (const label of ['3栋101', '３栋１０１', ' 3栋101 ', '3\u200b栋\u3000101']) {
      expect(await enter({ label })).toMatchObject({ status: 409, body: { code: 'label-taken' } });
    }
    expect((await enter({ label: '3幢101' })).status).toBe(201);
    const path = `/v1/units/${first.body.unitId}`;
    const { label: _, ...rest } = { ...first.body, building: '3栋' };
    const details = { label: '3栋101', building: rest.building, area: rest.area, use: rest.use };
    const renamed = await ask(estate.staff.administrator, 'PUT', path, details, { ifMatch: rest.version });
    expect(renamed).toMatchObject({ status: 200, body: { label: '3栋101' } });
    expect(await enter({})).toMatchObject({ status: 409, body: { code: 'label-taken' } });
  });

  test('is refused without area, without a name that can be seen, and with control characters', async () => {
    expect(pointers(await enter({ label: '3栋102', area: '0.00' }))).toEqual([['/area', 'invalid_format']]);
    expect(pointers(await enter({ label: '\u200b', building: ' ' }))).toEqual([
      ['/label', 'blank'],
      ['/building', 'blank'],
    ]);
    expect(pointers(await enter({ label: '3栋\u0000102' }))).toEqual([['/label', 'control']]);
    expect(pointers(await enter({ label: undefined }))).toEqual([['/label', 'missing']]);
  });

  test('has an area for each day (R22.2)', async () => {
    const { body: unit } = await enter({ label: '5栋101', building: '5栋' });
    const path = `/v1/units/${unit.unitId}`;
    const change = { label: '5栋101', building: '5栋', area: '90.12', use: 'dwelling', areaFrom: '2026-03-01' };
    const after = await must(estate.staff.administrator, 'PUT', path, change, { ifMatch: unit.version });
    expect(after).toMatchObject({ area: '90.12', earlierAreas: [{ to: '2026-02-28', area: '89.37' }] });
  });
});

describe('a word that is asked for', () => {
  test.each([
    ['the title of a ticket', 'title'],
    ['the name of the person who asks', 'requester'],
  ])('as %s is refused when nobody can see it, with a message in the language of the reader', async (_, field) => {
    for (const text of ['', '   ', '\u200b\u2060', '\u3000', '\u0007']) {
      const ticket = { estateId: estate.estateId, channel: 'hotline', type: 'repair', category: 'home/water' };
      const body = { ...ticket, title: '漏水', [field]: field === 'requester' ? { name: text } : text };
      const answer = await ask(estate.staff.operator, 'POST', '/v1/tickets', body, { language: 'zh-CN' });
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toHaveLength(1);
      expect(answer.body.errors[0].message).toMatch(/^(内容看不到任何文字|内容含有不可见的控制字符|内容为空)。/);
    }
  });

  test('as the receipt of the maintenance fund is refused when nobody can see it', async () => {
    const path = '/v1/handovers/hnd_none/fund-receipt';
    for (const receipt of ['', ' ', '\u200b', '\u3000\u3000']) {
      const answer = await ask(estate.staff.cashier, 'POST', path, { receipt, fen: 1, paidOn: '2026-01-05' });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].pointer).toBe('/receipt');
    }
  });
});
