import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';

let estate: TestEstate;
let limei: Household;
beforeAll(async () => {
  estate = await estateCalled('IMP');
  limei = await estate.household('limei');
});

/** Creates an import, uploads its file and validates it. Returns the import after the validation. */
async function validated(kind: 'units' | 'people', bytes: Buffer): Promise<Body> {
  const as = estate.staff.administrator;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { kind, sha256, size: bytes.length, fileName: `${kind}.csv` };
  const opened = await must(as, 'POST', `/v1/estates/${estate.estateId}/imports`, file);
  const put = await fetch(opened.uploadUrl, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'text/csv' },
  });
  expect(put.status).toBe(200);
  await must(as, 'POST', `/v1/estates/${estate.estateId}/imports/${opened.importId}/validate`, {});
  await idle();
  return must(as, 'GET', `/v1/estates/${estate.estateId}/imports/${opened.importId}`);
}

async function committed(importId: string): Promise<Body> {
  await must(estate.staff.administrator, 'POST', `/v1/estates/${estate.estateId}/imports/${importId}/commit`, {});
  await idle();
  return must(estate.staff.administrator, 'GET', `/v1/estates/${estate.estateId}/imports/${importId}`);
}

const errorsOf = async (importId: string): Promise<Body[]> =>
  (await must(estate.staff.administrator, 'GET', `/v1/estates/${estate.estateId}/imports/${importId}/errors`)).items;

describe('an import (D35)', () => {
  test('of units writes every row and counts the rows', async () => {
    const rows = ['label,building,area,use', '9-101,9,89.5,dwelling', '9-102,9,90,shop'];
    const file = await validated('units', Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`));
    expect(file).toMatchObject({ state: 'validated', rows: 2, errors: 0 });
    expect(await committed(file.importId)).toMatchObject({ state: 'committed', processed: 2, leftOut: 0, errors: 0 });
    const units = await must(estate.staff.administrator, 'GET', `/v1/estates/${estate.estateId}/units?limit=200`);
    expect(units.items.map((one: Body) => one.label)).toEqual(expect.arrayContaining(['9-101', '9-102']));
  });

  test('in UTF-16 is refused with an error about its encoding', async () => {
    const text = 'label,building,area,use\r\n8-101,8,89.5,dwelling\r\n';
    const file = await validated('units', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    expect(file).toMatchObject({ state: 'refused', processed: 0 });
    expect(await errorsOf(file.importId)).toContainEqual(expect.objectContaining({ line: 1, code: 'not-utf-8' }));
  });

  test('lists a row that it left out because the unit got another owner after the validation', async () => {
    const rows = ['key,name,unitLabel,role,from', 'k1,王芳,9-101,owner,2024-03-01', 'k2,赵强,9-102,owner,2024-03-01'];
    const file = await validated('people', Buffer.from(`${rows.join('\n')}\n`));
    expect(file).toMatchObject({ state: 'validated', rows: 2 });
    const units = await must(estate.staff.administrator, 'GET', `/v1/estates/${estate.estateId}/units?limit=200`);
    const { unitId } = units.items.find((one: Body) => one.label === '9-102');
    const tenure = { personId: limei.personId, role: 'owner', from: '2024-01-01' };
    await must(estate.staff.administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);

    const after = await committed(file.importId);
    expect(after).toMatchObject({ state: 'incomplete', rows: 2, processed: 1, leftOut: 1, errors: 1 });
    expect(await errorsOf(file.importId)).toEqual([expect.objectContaining({ line: 3, code: 'unit-has-owner' })]);
  });
});
