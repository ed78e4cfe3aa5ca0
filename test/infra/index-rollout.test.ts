import { readFileSync, writeFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DataStack } from '../../infra/stacks/data.ts';
import { filled } from '../filled.ts';
import { resourcesIn, stageNamed } from './assembly.ts';

/*
 * Compares the indexes of the tables with those that every stage has (deployed-indexes.json). DynamoDB
 * creates or deletes one index of a table in one update, and never changes an existing one.
 */

/** Keys and projection of the indexes of each table, by name. `(table)` is the primary key. */
type Indexes = Record<string, Record<string, string>>;
const file = 'test/infra/deployed-indexes.json';
const deployed: Indexes = z
  .record(z.string(), z.record(z.string(), z.string()))
  .parse(JSON.parse(readFileSync(file, 'utf8')));

interface Keyed {
  KeySchema: { AttributeName: string }[];
  Projection?: { ProjectionType: string; NonKeyAttributes?: string[] };
}
const keysOf = ({ KeySchema, Projection }: Keyed) =>
  [
    ...KeySchema.map(({ AttributeName }) => AttributeName),
    Projection?.ProjectionType,
    ...(Projection?.NonKeyAttributes ?? []),
  ]
    .filter((one) => one !== undefined)
    .join(' ');

/** Returns the indexes of the synthesised tables. */
function synthesised(): Indexes {
  const app = new App({ analyticsReporting: false });
  new DataStack(app, stageNamed('production'));
  const tables = resourcesIn(app.synth().stacks).filter(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable');
  return Object.fromEntries(
    tables.map(({ id, Properties }) => [
      id.replace(/table[0-9A-F]{8}$/, ''),
      Object.fromEntries([
        ['(table)', keysOf(Properties)],
        ...Properties.GlobalSecondaryIndexes.map((one: Keyed & { IndexName: string }) => [one.IndexName, keysOf(one)]),
      ]),
    ]),
  );
}

const rollout = 'docs/runbook.md, "Rolling out an index"';

/** Says what one deployment cannot do to the tables, and how to do it instead. */
function refusals(before: Indexes, after: Indexes): string[] {
  return Object.entries(after).flatMap(([table, now]) => {
    // A table that is not deployed yet is created with all its indexes.
    const had = before[table];
    if (!had) return [];
    const added = Object.keys(now).filter((name) => !(name in had));
    const gone = Object.keys(had).filter((name) => !(name in now));
    const other = Object.keys(now).filter((name) => name in had && had[name] !== now[name]);
    const moved = [...added.map((name) => `adds ${name}`), ...gone.map((name) => `removes ${name}`)];
    return [
      ...other.map((name) =>
        name === '(table)'
          ? `${table}: the primary key changes, which replaces the table and loses its data. Keep it.`
          : `${table}: ${name} changes, which AWS refuses. Add an index with another name (${rollout}).`,
      ),
      ...(moved.length > 1
        ? [
            `${table}: ${moved.join(' and ')}, and AWS changes one index of a table in one update. ` +
              `Deploy one of them, write it down with UPDATE=1, then the next (${rollout}).`,
          ]
        : []),
    ];
  });
}

describe('The indexes of the tables', () => {
  test('can be reached from the deployed ones in one deployment', () => {
    const wanted = synthesised();
    expect(filled(Object.keys(wanted)).every((table) => Object.keys(wanted[table] ?? {}).length > 1)).toBe(true);
    expect(refusals(deployed, wanted)).toEqual([]);
    if (process.env.UPDATE) writeFileSync(file, `${JSON.stringify(wanted, null, 2)}\n`);
  });
});

describe('A deployment', () => {
  const lists = 'listsPk listsSk ALL';
  const before = { tickets: { '(table)': 'pk sk', lists, due: 'duePk dueSk KEYS_ONLY' } };
  const after = (change: Record<string, string | undefined>): Indexes => {
    const all: Record<string, string | undefined> = { ...before.tickets, ...change };
    return { tickets: Object.fromEntries(Object.entries(all).flatMap(([name, keys]) => (keys ? [[name, keys]] : []))) };
  };

  test.each([
    ['may add one index to each table', { mine: 'minePk mineSk ALL' }, []],
    ['may remove one index', { due: undefined }, []],
    [
      'must not add two indexes to one table',
      { mine: 'minePk mineSk ALL', updates: 'updatesPk updatesSk ALL' },
      [
        'tickets: adds mine and adds updates, and AWS changes one index of a table in one update. Deploy one of them, ' +
          'write it down with UPDATE=1, then the next (docs/runbook.md, "Rolling out an index").',
      ],
    ],
    [
      'must not put one index in the place of another',
      { due: undefined, later: 'laterPk laterSk KEYS_ONLY' },
      [expect.stringContaining('tickets: adds later and removes due, and AWS')],
    ],
    [
      'must not change the projection of an index',
      { due: 'duePk dueSk ALL' },
      [
        'tickets: due changes, which AWS refuses. Add an index with another name ' +
          '(docs/runbook.md, "Rolling out an index").',
      ],
    ],
    ['must not change the keys of an index', { lists: 'listsPk ALL' }, [expect.stringContaining('lists changes')]],
    ['must not change the key of a table', { '(table)': 'pk' }, [expect.stringContaining('loses its data')]],
  ])('%s', (_, change, found) => {
    expect(refusals(before, after(change))).toEqual(found);
  });

  test('creates a new table with all its indexes', () => {
    expect(refusals({}, before)).toEqual([]);
  });
});
