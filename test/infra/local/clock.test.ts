import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localClock } from '../../../infra/local/clock.ts';
import { openState } from '../../../infra/local/state.ts';

test('A stopped clock shows the instant to which it was moved, and moves forward only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anju-clock-'));
  const state = openState(folder);
  try {
    const [earlier, later] = [new Date('2026-11-25T02:00:00.123Z'), new Date('2026-11-25T02:00:11.123Z')];
    const clock = localClock(state, earlier);
    expect(clock.now()).toEqual(earlier);
    clock.moveTo(later);
    expect(clock.now()).toEqual(later);
    expect(() => clock.moveTo(earlier)).toThrow(RangeError);
    expect(clock.now()).toEqual(later);
  } finally {
    state.release();
    rmSync(folder, { recursive: true, force: true });
  }
});
