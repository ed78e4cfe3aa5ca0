import { expect, test, vi } from 'vitest';
import { openCursor, sealCursor } from '../../../shared/http/sealed-cursor.ts';
import { Problem } from '../../../shared/kernel/problem.ts';

vi.stubEnv('CURSOR_SECRET', 'secret');
const caller = { id: 'sub', personId: 'person', name: undefined, roles: [], estates: ['e'] };
const call = { caller, params: { estateId: 'e' }, query: { status: 'open', limit: '2' } };

function cursorOf(operationId = 'listThings', of: Parameters<typeof sealCursor>[1] = call, place = '0.abc-_'): string {
  const { body } = sealCursor(operationId, of, { status: 200, body: { items: [], cursor: place } });
  return JSON.parse(JSON.stringify(body)).cursor;
}
const open = (cursor: string) => openCursor('listThings', { ...call, query: { ...call.query, cursor } });

test('a cursor opens the list that issued it, also with another page size', () => {
  expect(open(cursorOf())).toEqual({ ...call.query, cursor: '0.abc-_' });
  const others = { ...call, query: { limit: '200', status: 'open', cursor: cursorOf() } };
  expect(openCursor('listThings', others).cursor).toBe('0.abc-_');
});

test('a list without a cursor starts at its first page', () => {
  expect(openCursor('listThings', call)).toBe(call.query);
  expect(sealCursor('listThings', call, { status: 200, body: { items: [] } })).toEqual({
    status: 200,
    body: { items: [] },
  });
});

test.each([
  ['of another operation', cursorOf('listOthers')],
  ['of another estate', cursorOf('listThings', { ...call, params: { estateId: 'f' } })],
  ['of another filter', cursorOf('listThings', { ...call, query: { status: 'closed' } })],
  ['of another caller', cursorOf('listThings', { ...call, caller: { ...caller, id: 'other' } })],
  [
    'of another resident with the same token',
    cursorOf('listThings', { ...call, caller: { ...caller, personId: 'q' } }),
  ],
  ['cut off', cursorOf().slice(0, -1)],
  ['with another position', cursorOf().replace('abc', 'abd')],
  ['without a seal', '0.abc-_'],
  ['that is too long', `${cursorOf()}${'A'.repeat(10_000)}`],
  ['that is empty', ''],
])('a cursor %s is rejected', (_, cursor) => {
  expect(() => open(cursor)).toThrow(Problem);
  expect(() => open(cursor)).toThrow('bad-cursor');
});
