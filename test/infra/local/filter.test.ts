import { describe, expect, it } from 'vitest';
import { filterCriteriaSchema, passes } from '../../../infra/local/filter.ts';

const criteria = (...patterns: unknown[]) =>
  filterCriteriaSchema.parse({ Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) });
const record = (eventName: string, sk: string) => ({ eventName, dynamodb: { NewImage: { sk: { S: sk } } } });
const events = { eventName: ['INSERT'], dynamodb: { NewImage: { sk: { S: [{ prefix: 'EVENT#' }] } } } };

describe('An event source mapping', () => {
  it('passes every record when it has no filter', () => {
    expect(passes(criteria(), record('MODIFY', 'TICKET'))).toBe(true);
  });

  it('passes a record that matches every field of a filter', () => {
    expect(passes(criteria(events), record('INSERT', 'EVENT#000001'))).toBe(true);
    expect(passes(criteria(events), record('INSERT', 'TICKET'))).toBe(false);
    expect(passes(criteria(events), record('REMOVE', 'EVENT#000001'))).toBe(false);
    expect(passes(criteria(events), { eventName: 'INSERT' })).toBe(false);
  });

  it('passes a record that matches one of several filters or values', () => {
    const two = criteria(events, { eventName: ['REMOVE', 'MODIFY'] });
    expect(passes(two, record('MODIFY', 'TICKET'))).toBe(true);
    expect(passes(two, record('INSERT', 'TICKET'))).toBe(false);
  });

  it('can test whether a field holds a value', () => {
    const present = criteria({ dynamodb: { NewImage: { sk: { S: [{ exists: true }] } } } });
    const absent = criteria({ dynamodb: { NewImage: { due: { S: [{ exists: false }] } } } });
    expect(passes(present, record('INSERT', 'TICKET'))).toBe(true);
    expect(passes(present, { dynamodb: {} })).toBe(false);
    expect(passes(absent, record('INSERT', 'TICKET'))).toBe(true);
  });

  it('refuses an operator that the local run does not support', () => {
    expect(() => criteria({ amount: [{ numeric: ['>', 1] }] })).toThrow(/filter operator is not supported/);
  });
});
