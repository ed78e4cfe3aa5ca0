import { describe, expect, test } from 'vitest';
import { clientsIn } from '../../../infra/tools/bench/cold-start.ts';
import { pageOf, tableText } from '../../../infra/tools/bench/results.ts';

const table = {
  title: 'Reads',
  about: 'Ratios.',
  head: ['operation', 'p50', 'goal'],
  rows: [['get', '1.20', '≤ 1.3']],
};

describe('a table of results', () => {
  test('stands under its title', () => {
    expect(tableText(table)).toBe(
      '## Reads\n\nRatios.\n\n| operation | p50 | goal |\n| --- | --: | --: |\n| get | 1.20 | ≤ 1.3 |\n',
    );
  });

  test('shows the figures of an earlier commit before an arrow, where they differ', () => {
    const before = { ...table, head: ['operation', 'goal', 'p50'], rows: [['get', '≤ 1.3', '1.38']] };
    expect(tableText(table, [before])).toContain('| get | 1.38 → 1.20 | ≤ 1.3 |');
  });

  test('shows a new row and a new table without an arrow', () => {
    expect(tableText(table, [{ ...table, rows: [] }])).not.toContain('→');
    expect(pageOf({ tables: [{ ...table, notes: '' }] }, [])).not.toContain('→ 1.20');
  });
});

test('The clients in a bundle are found by the name of their service', () => {
  expect(clientsIn('x={serviceId:e?.serviceId??"DynamoDB"};y={serviceId:e?.serviceId??"SES"}')).toEqual([
    'DynamoDB',
    'SES',
  ]);
});
