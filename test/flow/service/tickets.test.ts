import { beforeAll, describe, expect, test } from 'vitest';
import { ask, estateCalled, type Household, idle, must, reported, type TestEstate } from '../backend.ts';

let estate: TestEstate;
let limei: Household;
beforeAll(async () => {
  estate = await estateCalled('TK');
  limei = await estate.household('limei');
});

describe('opening a ticket', () => {
  test('a ticket is found by its number, however people type it', async () => {
    const ticket = await reported(estate);
    expect(ticket.number).toMatch(/^TK-\d{5}-\d$/);
    const typed = encodeURIComponent(ticket.number.toLowerCase().replaceAll('-', ' '));
    const found = await must(estate.staff.operator, 'GET', `/v1/tickets/numbers/${typed}`);
    expect(found.ticketId).toBe(ticket.ticketId);
    const wrong = await ask(estate.staff.operator, 'GET', `/v1/tickets/numbers/${ticket.number.slice(0, -1)}x`);
    expect(wrong).toMatchObject({ status: 400, body: { code: 'wrong-number' } });
  });

  test('an emergency word overrides the chosen severity, and the SLA timers are those of an emergency', async () => {
    const ticket = await reported(estate, {
      type: 'repair',
      category: 'home/water',
      severity: 'low',
      title: '水管爆裂',
    });
    expect(ticket).toMatchObject({ severity: 'emergency', emergencyWord: expect.stringContaining('水管爆') });
    const arrive = ticket.slaTimers.find((one: { timer: string }) => one.timer === 'arrive');
    expect(Date.parse(arrive.dueAt) - Date.parse(ticket.receivedAt)).toBe(30 * 60_000);
  });

  test("yesterday's letter keeps its time of receipt", async () => {
    const began = Date.now();
    const receivedAt = new Date(began - 86_400_000).toISOString();
    const ticket = await reported(estate, { channel: 'letter', receivedAt });
    expect(Date.parse(ticket.receivedAt)).toBe(Date.parse(receivedAt));
    expect(Date.parse(ticket.enteredAt)).toBeGreaterThanOrEqual(began);
  });

  test('a resident reports in their own name, through the app, for a unit that they hold', async () => {
    const input = { estateId: estate.estateId, type: 'repair', channel: 'hotline', category: 'home', title: '门坏了' };
    const ticket = await must(limei, 'POST', '/v1/tickets', { ...input, unitId: limei.unitId });
    expect(ticket).toMatchObject({ channel: 'app', requester: { personId: limei.personId } });
    const other = await estate.household('zhao');
    const foreign = await ask(limei, 'POST', '/v1/tickets', { ...input, unitId: other.unitId });
    expect(foreign).toMatchObject({ status: 400, body: { code: 'unknown-unit' } });
  });

  test('invalid input is answered with the field in error, in the language of the caller', async () => {
    const answer = await ask(estate.staff.operator, 'POST', '/v1/tickets', { title: '' }, { language: 'zh-TW' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toContain('/title');
    expect(answer.body.title).toBe('提交的內容有誤。請依 errors 中的提示修改後重試。');
  });
});

test('input that cannot be stored unchanged is rejected: half a character, a field that maps would lose', async () => {
  const input = { estateId: estate.estateId, type: 'inquiry', channel: 'hotline', category: 'charges' };
  const half = await ask(estate.staff.operator, 'POST', '/v1/tickets', { ...input, title: 'a\ud800b' });
  expect(half).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  const odd = await ask(estate.staff.operator, 'POST', '/v1/tickets', { ...input, title: 'a', ['__proto__']: 'b' });
  expect(odd).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
});

describe('changing a ticket', () => {
  test('a ticket whose type changes keeps its number, history and time of receipt', async () => {
    const before = await reported(estate);
    const body = { type: 'suggestion', reason: '只是建议' };
    const after = await must(estate.staff.operator, 'POST', `/v1/tickets/${before.ticketId}/change-type`, body);
    expect(after).toMatchObject({ number: before.number, receivedAt: before.receivedAt, type: 'suggestion' });
  });

  test('an operation that the state forbids is rejected with the states that allow it', async () => {
    const { ticketId } = await reported(estate);
    const answer = await ask(estate.staff.operator, 'POST', `/v1/tickets/${ticketId}/reopen`, { reason: '没好' });
    expect(answer).toMatchObject({ status: 409, body: { state: 'open', allowedFrom: ['resolved', 'closed'] } });
  });

  test('waiting for the customer pauses the SLA timer, and the explanation says so', async () => {
    const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
    const { ticketId } = await reported(estate, { receivedAt });
    const at = (minutes: number) => new Date(Date.parse(receivedAt) + minutes * 60_000).toISOString();
    const path = `/v1/tickets/${ticketId}`;
    await must(estate.staff.operator, 'POST', `${path}/hold`, { question: '哪个车位？', occurredAt: at(10) });
    await must(estate.staff.operator, 'POST', `${path}/resume`, { answer: 'B12', occurredAt: at(40) });
    const told = await must(estate.staff.operator, 'GET', `${path}/sla-timers/acknowledge/explain`);
    const waited = told.intervals.find((one: { why: string }) => one.why === 'waiting-for-customer');
    expect(waited).toMatchObject({ counted: false, ms: 30 * 60_000 });
    const counted = told.intervals.filter((one: { counted: boolean }) => one.counted);
    expect(counted.reduce((sum: number, one: { ms: number }) => sum + one.ms, 0)).toBe(told.usedMs);
  });

  test('a change with an older version or without a version is rejected', async () => {
    const { ticketId, version } = await reported(estate);
    const path = `/v1/tickets/${ticketId}`;
    await must(estate.staff.operator, 'POST', `${path}/notes`, { text: '看过' });
    const stale = await ask(estate.staff.operator, 'PATCH', path, { severity: 'urgent' }, { ifMatch: version });
    expect(stale.status).toBe(412);
    const missing = await ask(estate.staff.operator, 'PATCH', path, { severity: 'urgent' });
    expect(missing.status).toBe(428);
  });

  test('the record form of a version never changes', async () => {
    const { ticketId } = await reported(estate);
    const path = `/v1/tickets/${ticketId}/form?version=1`;
    const first = await must(estate.staff.operator, 'GET', path);
    await must(estate.staff.operator, 'POST', `/v1/tickets/${ticketId}/reply`, { text: '已处理', channel: 'hotline' });
    expect(await must(estate.staff.operator, 'GET', path)).toBe(first);
    expect(first).toContain('投诉记录表');
  });

  describe('a file of a ticket', () => {
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100', 'hex');
    const send = (url: string, body: Buffer) =>
      fetch(url, { method: 'PUT', body: new Uint8Array(body), headers: { 'content-type': 'image/jpeg' } });
    async function attached(bytes: Buffer) {
      const { ticketId } = await reported(estate);
      const path = `/v1/tickets/${ticketId}/attachments`;
      const file = { fileName: '照片.jpg', contentType: 'image/jpeg', size: bytes.length };
      const { attachment, uploadUrl } = await must(estate.staff.operator, 'POST', path, file);
      const listed = async () => (await must(estate.staff.operator, 'GET', path)).items[0];
      return { at: `${path}/${attachment.attachmentId}`, uploadUrl, listed };
    }

    test('is uploaded, confirmed and downloaded again', async () => {
      const { at, uploadUrl, listed } = await attached(jpeg);
      expect(await ask(estate.staff.operator, 'POST', `${at}/confirm`)).toMatchObject({
        status: 409,
        body: { code: 'file-not-uploaded' },
      });
      expect((await send(uploadUrl, jpeg)).status).toBe(200);
      expect((await listed()).downloadUrl).toBeUndefined();
      const { storedAt } = await must(estate.staff.operator, 'POST', `${at}/confirm`);
      const file = await listed();
      expect(file).toMatchObject({ storedAt });
      expect(Buffer.from(await (await fetch(file.downloadUrl)).arrayBuffer())).toEqual(jpeg);
    });

    test('stays as it was stored when somebody uploads another to the same address', async () => {
      const { at, uploadUrl, listed } = await attached(jpeg);
      await send(uploadUrl, jpeg);
      await must(estate.staff.operator, 'POST', `${at}/confirm`);
      const other = Buffer.concat([jpeg.subarray(0, 3), Buffer.alloc(jpeg.length - 3)]);
      expect((await send(uploadUrl, other)).status).toBe(200);
      await must(estate.staff.operator, 'POST', `${at}/confirm`);
      const { downloadUrl } = await listed();
      expect(Buffer.from(await (await fetch(downloadUrl)).arrayBuffer())).toEqual(jpeg);
    });

    test('is refused when its content is not what its type says', async () => {
      const page = Buffer.from('<html><script>alert(1)</script>');
      const { at, uploadUrl, listed } = await attached(page);
      await send(uploadUrl, page);
      expect(await ask(estate.staff.operator, 'POST', `${at}/confirm`)).toMatchObject({
        status: 422,
        body: { code: 'file-of-another-kind' },
      });
      expect((await listed()).downloadUrl).toBeUndefined();
    });

    test('that is harmful is withheld from everybody, by a supervisor with a reason', async () => {
      const { at, uploadUrl, listed } = await attached(jpeg);
      await send(uploadUrl, jpeg);
      await must(estate.staff.operator, 'POST', `${at}/confirm`);
      const body = { reason: '扫描发现病毒' };
      expect((await ask(estate.staff.operator, 'POST', `${at}/withhold`, body)).status).toBe(403);
      await must(estate.staff.supervisor, 'POST', `${at}/withhold`, body);
      const file = await listed();
      expect(file.withheld).toMatchObject(body);
      expect(file.downloadUrl).toBeUndefined();
    });
  });
});

describe('a repeated request', () => {
  const input = () => ({
    estateId: estate.estateId,
    type: 'inquiry',
    channel: 'hotline',
    category: 'charges',
    title: '物业费怎么算',
  });

  test('with the same key gets the first answer, and nothing happens twice', async () => {
    const more = { key: 'repeat-1' };
    const first = await ask(estate.staff.operator, 'POST', '/v1/tickets', input(), more);
    const again = await ask(estate.staff.operator, 'POST', '/v1/tickets', input(), more);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await ask(estate.staff.operator, 'POST', '/v1/tickets', { ...input(), title: '别的' }, more);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('sent twenty times at once opens one ticket', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(estate.staff.operator, 'POST', '/v1/tickets', input(), { key: 'at-once' })),
    );
    const ids = new Set(answers.map((one) => one.body.ticketId));
    expect(answers.map((one) => one.status)).toEqual(Array(20).fill(201));
    expect(ids.size).toBe(1);
  });

  test('without a key is rejected', async () => {
    const answer = await ask(estate.staff.operator, 'POST', '/v1/tickets', input(), { key: '' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });
});

describe('lists of tickets', () => {
  // The tickets of the tests before still change while their orders are dispatched.
  beforeAll(idle);

  test('pages have no gaps or repetitions, and unknown parameters and foreign cursors are rejected', async () => {
    const path = `/v1/tickets?estateId=${estate.estateId}&limit=3`;
    const seen: string[] = [];
    let cursor = '';
    do {
      const found = await must(estate.staff.operator, 'GET', path + (cursor && `&cursor=${cursor}`));
      seen.push(...found.items.map((one: { ticketId: string }) => one.ticketId));
      cursor = found.cursor ?? '';
      expect(found.items.length === 3 || cursor === '').toBe(true);
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3);
    const unknown = await ask(estate.staff.operator, 'GET', `${path}&colour=red`);
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: '/colour' }] } });
    const first = await must(estate.staff.operator, 'GET', path);
    const borrowed = await ask(estate.staff.operator, 'GET', `${path}&status=open&cursor=${first.cursor}`);
    expect(borrowed).toMatchObject({ status: 400, body: { code: 'bad-cursor' } });
  });

  test('several states are one list, in one parameter or in several', async () => {
    const path = `/v1/tickets?estateId=${estate.estateId}&limit=200`;
    const all = await must(estate.staff.operator, 'GET', path);
    const chosen = all.items.filter(({ status }: { status: string }) => status === 'open' || status === 'closed');
    for (const states of ['status=open,closed', 'status=closed&status=open']) {
      expect((await must(estate.staff.operator, 'GET', `${path}&${states}`)).items).toEqual(chosen);
    }
    const unknown = await ask(estate.staff.operator, 'GET', `${path}&status=open,lost`);
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: '/status/1' }] } });
  });

  test('a list with updatedSince shows the tickets changed since then', async () => {
    const { ticketId, updatedAt } = await reported(estate);
    const path = `/v1/tickets?estateId=${estate.estateId}&updatedSince=${encodeURIComponent(updatedAt)}`;
    await must(estate.staff.operator, 'POST', `/v1/tickets/${ticketId}/notes`, { text: '改了' });
    await idle();
    const { items } = await must(estate.staff.operator, 'GET', path);
    expect(items.map((one: { ticketId: string }) => one.ticketId)).toContain(ticketId);
  });
});
