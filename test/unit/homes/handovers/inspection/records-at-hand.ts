import fc from 'fast-check';
import {
  type InspectionRecord,
  inspectionRecordSchema,
  recordKey,
} from '../../../../../functions/homes/handovers/inspection/inspection-record.ts';

const minute = (nth: number) => new Date(Date.UTC(2026, 2, 1, 9, nth)).toISOString().replace('.000Z', 'Z');
const place = { room: 'kitchen', part: 'floors', trade: 'masonry' };

type Said = { kind: string; recordId: string } & Record<string, unknown>;

/** Returns a stored record: the phone's content with author and stamp. */
function written(said: Said, by: string, more: object = {}): InspectionRecord {
  const stamp = { handoverId: 'hnd_1', by, inspector: true, late: false, receivedAt: minute(59), day: '2026-03-01' };
  const due = said.kind === 'failed' ? { dueOn: '2026-03-31' } : {};
  return inspectionRecordSchema.parse({ ...said, ...stamp, ...due, key: recordKey(said, by), ...more });
}

/** An inspector passed the item. */
export const passed = (recordId: string, nth: number, by = 'anna', itemId = 'kitchen/floor', more: object = {}) =>
  written({ recordId, kind: 'passed', at: minute(nth), itemId, ...place }, by, more);
/** An inspector failed the kitchen floor. */
export const failed = (recordId: string, nth: number, severity = 'minor', by = 'anna', more: object = {}) =>
  written(
    {
      recordId,
      kind: 'failed',
      at: minute(nth),
      itemId: 'kitchen/floor',
      ...place,
      note: '空鼓',
      severity,
      liable: 'contractor',
    },
    by,
    more,
  );
/** The kitchen floor was rectified. */
export const rectified = (recordId: string, nth: number, by = 'mender') =>
  written({ recordId, kind: 'rectified', at: minute(nth), itemId: 'kitchen/floor', what: '重做', proof: ['p'] }, by, {
    inspector: false,
  });
/** The kitchen floor became overdue and was reported. */
export const overdue = (recordId: string, nth: number) =>
  written({ recordId, kind: 'overdue', at: minute(nth), itemId: 'kitchen/floor', dueOn: '2026-03-31' }, 'clock', {
    inspector: false,
  });
/** An inspector re-inspected the kitchen floor. */
export const looked = (recordId: string, nth: number, result = 'closed', by = 'anna', more: object = {}) =>
  written(
    { recordId, kind: 'reinspected', at: minute(nth), itemId: 'kitchen/floor', result, findings: result },
    by,
    more,
  );
/** A supervisor decided which records of an item count. */
export const settled = (
  recordId: string,
  nth: number,
  counts: readonly InspectionRecord[],
  setAside: readonly InspectionRecord[],
  itemId = 'kitchen/floor',
) =>
  written(
    {
      recordId,
      kind: 'settled',
      at: minute(nth),
      itemId,
      counts: counts.map(({ key }) => key),
      setAside: setAside.map(({ key }) => key),
      reason: '复核',
    },
    'supervisor',
    { inspector: false },
  );

const anyRecord = fc
  .record({
    kind: fc.constantFrom('passed', 'failed', 'reinspected', 'rectified', 'present', 'overdue'),
    recordId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6'),
    nth: fc.nat(200),
    item: fc.constantFrom('kitchen/floor', 'bathroom/drain'),
    by: fc.constantFrom('anna', 'bert', 'mender', 'stranger'),
    severity: fc.constantFrom('minor', 'major', 'blocking'),
    result: fc.constantFrom('closed', 'rejected'),
    late: fc.boolean(),
  })
  .map(({ kind, recordId, nth, item, by, severity, result, late }): InspectionRecord => {
    const said = { recordId, at: minute(nth), kind };
    const about = { ...said, itemId: item };
    const stamp = { inspector: by !== 'stranger', late };
    switch (kind) {
      case 'passed':
        return written({ ...about, ...place }, by, stamp);
      case 'failed':
        return written({ ...about, ...place, note: 'x', severity, liable: 'developer' }, by, stamp);
      case 'reinspected':
        return written({ ...about, result, findings: 'x' }, by, stamp);
      case 'rectified':
        return written({ ...about, what: 'x', proof: ['p'] }, by, stamp);
      case 'overdue':
        return written({ ...about, dueOn: '2026-03-31' }, by, stamp);
      default:
        return written({ ...said, name: '林女士', as: 'owner' }, by, stamp);
    }
  });
/** A set of records without duplicates. Where only the stamps differ, the first stays, as in the store. */
export const anySet = fc
  .array(anyRecord, { maxLength: 40 })
  .map((all) => [...new Map(all.toReversed().map((one) => [one.key, one])).values()]);
