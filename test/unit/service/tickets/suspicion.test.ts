import { expect, test } from 'vitest';
import { hazards } from '../../../../functions/service/tickets/hazard.ts';
import {
  answered,
  openQuestions,
  silent,
  suspicionOf,
  triageTimesSchema,
} from '../../../../functions/service/tickets/suspicion.ts';
import { triage } from '../../../../functions/service/tickets/triage/triage.ts';

const times = triageTimesSchema.parse({});
const at = '2026-03-04T02:00:00Z';
const report = (channel: 'hotline' | 'app' | 'letter', receivedAt = at) => ({ channel, receivedAt, enteredAt: at });
const gas = [{ hazard: 'gas' as const, words: [{ text: '煤气味' }] }];
const water = [{ hazard: 'water' as const, words: [{ text: '漏水' }] }];
const said = (hazard: 'gas' | 'water', question: string, yes: boolean) => ({ hazard, question, yes, by: 'desk', at });
const allOf = (hazard: 'gas' | 'water', yes: boolean) =>
  hazards[hazard].questions.map(({ key }) => said(hazard, key, yes));

test('R74.2: by phone a suspicion is raised after 60 seconds, to emergency if people may die and to urgent otherwise', () => {
  const lives = suspicionOf(gas, report('hotline'), times);
  expect(lives).toMatchObject({ wakeAt: '2026-03-04T02:01:00Z', next: 'raise' });
  expect(silent(lives, '2026-03-04T02:01:00Z', times)).toMatchObject({
    suspicion: { state: 'aged', wakeAt: undefined },
    raise: { severity: 'emergency', hazard: 'gas', certain: false },
  });
  const things = silent(suspicionOf(water, report('hotline'), times), '2026-03-04T02:01:00Z', times);
  expect(things.raise).toEqual({ severity: 'urgent', hazard: 'water', certain: false });
});

test('R74.2: in the app a call-back is due 5 minutes after 3 minutes of silence, and the suspicion is raised after 10', () => {
  const open = suspicionOf(gas, report('app'), times);
  expect(open).toMatchObject({ wakeAt: '2026-03-04T02:03:00Z', next: 'call-back' });
  const called = silent(open, '2026-03-04T02:03:00Z', times);
  expect(called.raise).toBeUndefined();
  expect(called.suspicion).toMatchObject({
    state: 'open',
    callBackDueAt: '2026-03-04T02:08:00Z',
    wakeAt: '2026-03-04T02:10:00Z',
    next: 'raise',
  });
  expect(silent(called.suspicion, '2026-03-04T02:10:00Z', times).raise).toMatchObject({ severity: 'emergency' });
});

test('R74.2: for a letter a call-back is due at once, and the suspicion is raised after 10 minutes', () => {
  const open = suspicionOf(gas, report('letter'), times);
  expect(open).toMatchObject({ callBackDueAt: '2026-03-04T02:05:00Z', wakeAt: '2026-03-04T02:10:00Z', next: 'raise' });
});

test('one answer of danger confirms a suspicion, and only all answers without danger dismiss it', () => {
  const open = suspicionOf([...water, ...gas], report('hotline'), times);
  expect(answered(open, [said('gas', 'now', true)])).toMatchObject({
    suspicion: { state: 'confirmed', wakeAt: undefined },
    raise: { severity: 'emergency', hazard: 'gas', certain: true },
  });
  const half = answered(open, allOf('gas', false));
  expect(half.suspicion).toMatchObject({ state: 'open', wakeAt: open.wakeAt });
  expect(openQuestions(half.suspicion, 'en').map(({ hazard }) => hazard)).not.toContain('gas');
  // Gas is ruled out, and water is no danger to life: the time-out makes the ticket urgent.
  expect(silent(half.suspicion, at, times).raise).toMatchObject({ severity: 'urgent', hazard: 'water' });
  const none = answered(half.suspicion, allOf('water', false));
  expect(none.suspicion.state).toBe('dismissed');
  expect(openQuestions(none.suspicion, 'en')).toEqual([]);
});

test('triage judges the sentences of the flow tests as those tests expect', () => {
  expect(triage('厨房好像有煤气味').verdict).toBe('suspected');
  expect(triage('厨房煤气泄漏').verdict).not.toBe('none');
  expect(triage('燃气报警器的电池没电了，请更换').verdict).toBe('none');
});
