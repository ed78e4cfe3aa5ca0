import { expect, test } from 'vitest';
import { type Labelled, measured, ratesOf, report } from '../../../../../infra/tools/audit/triage-measured.ts';

const row = (id: string, label: Labelled['label'], text: string): Labelled => ({
  id,
  lang: 'zh-CN',
  class: 'fire-smoke',
  label,
  text,
});

const rows = measured([
  row('a', 'emergency', '厨房着火了，快来人'),
  row('b', 'emergency', '想借会议室'),
  row('c', 'none', '消防演练几点开始'),
  row('d', 'none', '家里着火了'),
]);

test('each rate is a share of a label and is compared with its target', () => {
  expect(ratesOf(rows).map(({ hits, of, met }) => [hits, of, met])).toEqual([
    [1, 2, false],
    [1, 2, false],
    [1, 2, false],
    [0, 2, true],
  ]);
});

test('a rate without sentences counts as met', () => {
  expect(ratesOf([]).filter(({ met }) => !met)).toEqual([]);
});

test('the report names each miss with the deciding words', () => {
  const said = report(rows, { misses: true });
  expect(said).toContain('misses: 2\n');
  expect(said).toContain('b zh-CN fire-smoke: emergency, judged none\n  想借会议室\n  no hazard word');
  expect(said).toContain('着火 (hazard)');
  expect(report(rows, { misses: false })).not.toContain('misses');
});
