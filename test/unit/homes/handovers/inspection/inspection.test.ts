import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectionOf, openIn } from '../../../../../functions/homes/handovers/inspection/inspection.ts';
import type { InspectionRecord } from '../../../../../functions/homes/handovers/inspection/inspection-record.ts';
import { anySet, failed, looked, overdue, passed, rectified, settled } from './records-at-hand.ts';

function itemOf(...records: InspectionRecord[]) {
  const item = inspectionOf(records).get('kitchen/floor');
  return { defect: item?.defect, waiting: [...(item?.waiting ?? [])].map(([key, why]) => [key.split('#')[0], ...why]) };
}

describe('an inspection of a home (D18)', () => {
  test('a failed item is a defect until an inspector has closed it', () => {
    const found = [failed('a', 1), rectified('b', 2)];
    expect(itemOf(failed('a', 1)).defect?.state).toBe('open');
    expect(itemOf(...found).defect?.state).toBe('rectified');
    expect(itemOf(...found, looked('c', 3)).defect?.state).toBe('closed');
    const rejected = itemOf(...found, looked('c', 3, 'rejected'));
    expect(rejected.defect).toMatchObject({ state: 'open', rejections: 1, findings: 'rejected' });
  });

  test('a defect rectified in time but entered late is not overdue; one that is rejected again may be', () => {
    const told = [failed('a', 1), overdue('o', 100)];
    expect(itemOf(...told).defect?.overdue).toBe(true);
    expect(itemOf(...told, rectified('b', 50)).defect).toMatchObject({ state: 'rectified', overdue: false });
    expect(itemOf(...told, rectified('b', 150)).defect).toMatchObject({ state: 'rectified', overdue: true });
    const rejected = [...told, rectified('b', 50), looked('c', 120, 'rejected')];
    expect(itemOf(...rejected).defect).toMatchObject({ state: 'open', overdue: false });
    expect(itemOf(...rejected, overdue('p', 160)).defect).toMatchObject({ state: 'open', overdue: true });
  });

  test('nobody closes their own work, and no supervisor can make it count', () => {
    const own = looked('c', 3, 'closed', 'mender');
    const course = [failed('a', 1), rectified('b', 2), own];
    expect(itemOf(...course)).toMatchObject({ defect: { state: 'rectified' }, waiting: [['c', 'own-work']] });
    expect(itemOf(...course, settled('s', 4, [own], [])).defect?.state).toBe('rectified');
    expect(itemOf(...course, settled('s', 4, [], [own])).waiting).toEqual([]);
  });

  test('a non-inspector closes nothing until a supervisor allows it', () => {
    const strangers = looked('c', 3, 'closed', 'stranger', { inspector: false });
    const course = [failed('a', 1), rectified('b', 2), strangers];
    expect(itemOf(...course)).toMatchObject({ defect: { state: 'rectified' }, waiting: [['c', 'not-an-inspector']] });
    expect(itemOf(...course, settled('s', 4, [strangers], []))).toMatchObject({
      defect: { state: 'closed' },
      waiting: [],
    });
  });

  test('a re-inspection waits for its defect and counts once that arrives', () => {
    const look = looked('c', 3);
    expect(itemOf(look).waiting).toEqual([['c', 'nothing-to-reinspect']]);
    expect(itemOf(look, failed('a', 1)).waiting).toEqual([['c', 'not-rectified']]);
    expect(itemOf(look, failed('a', 1), rectified('b', 2))).toMatchObject({ defect: { state: 'closed' }, waiting: [] });
  });

  test('when two inspectors disagree, the graver result counts until a supervisor decides', () => {
    const [yes, no] = [passed('a', 1, 'bert'), failed('b', 2, 'major')];
    expect(itemOf(yes, no)).toMatchObject({ defect: { severity: 'major' } });
    expect(itemOf(yes, no).waiting).toHaveLength(2);
    expect(itemOf(yes, no, settled('s', 3, [yes], [no]))).toEqual({ defect: undefined, waiting: [] });
    expect(itemOf(yes, no, settled('s', 3, [no], [yes]))).toMatchObject({ defect: { state: 'open' }, waiting: [] });
  });

  test('an inspector may correct their own result until work is done', () => {
    expect(itemOf(failed('a', 1), passed('b', 2))).toEqual({ defect: undefined, waiting: [] });
  });

  test('a defect corrected or set aside stays a withdrawn defect, in any order; a record that never counted does not', () => {
    const withdrawnOf = (...records: InspectionRecord[]) => inspectionOf(records).get('kitchen/floor')?.withdrawn;
    const [no, yes] = [failed('a', 1, 'major'), passed('b', 2)];
    expect(withdrawnOf(no)).toBeUndefined();
    expect(withdrawnOf(no, yes)).toMatchObject({ state: 'closed', severity: 'major' });
    expect(withdrawnOf(yes, no)).toEqual(withdrawnOf(no, yes));
    expect(withdrawnOf(no, settled('s', 3, [], [no]))).toMatchObject({ severity: 'major' });
    const late = failed('c', 5, 'major', 'anna', { late: true });
    expect(withdrawnOf(late, settled('s', 6, [], [late]))).toBeUndefined();
  });

  test('when one id has two contents, both wait and the graver one counts', () => {
    const two = itemOf(passed('a', 2), failed('a', 1, 'blocking'));
    expect(two.defect?.severity).toBe('blocking');
    expect(two.waiting.map(([, why]) => why)).toEqual(['same-id', 'same-id']);
    const elsewhere = passed('a', 2, 'anna', 'kitchen/drain');
    expect([...inspectionOf([failed('a', 1), elsewhere]).values()].map(({ waiting }) => waiting.size)).toEqual([1, 1]);
  });

  test('a finding after the sheet is signed waits, a re-inspection does not', () => {
    const late = failed('b', 5, 'blocking', 'anna', { late: true });
    expect(itemOf(late)).toEqual({ defect: undefined, waiting: [['b', 'after-sheet']] });
    expect(itemOf(late, settled('s', 6, [late], [])).defect?.severity).toBe('blocking');
    const look = looked('c', 3, 'closed', 'anna', { late: true });
    expect(itemOf(failed('a', 1), rectified('b', 2), look).defect?.state).toBe('closed');
  });

  test('a closed defect that is found again is open again', () => {
    const again = [failed('a', 1), rectified('b', 2), looked('c', 3), failed('d', 90, 'minor', 'bert')];
    expect(itemOf(...again).defect).toMatchObject({ state: 'open', rejections: 1 });
  });
});

describe('records that arrive in any order, again and again (D18)', () => {
  test('give the same state in a hundred orders with duplicates', () => {
    fc.assert(
      fc.property(
        anySet.chain((set) =>
          fc.tuple(
            fc.constant(set),
            fc.shuffledSubarray(set, { minLength: set.length }),
            fc.subarray(set),
            fc.boolean(),
          ),
        ),
        ([set, order, again, decided]) => {
          const waiting = [...inspectionOf(set).values()].flatMap((item) => [...item.waiting.keys()]);
          const more = decided
            ? [
                settled(
                  's',
                  300,
                  set.filter(({ key }) => waiting.includes(key)),
                  [],
                ),
              ]
            : [];
          expect(inspectionOf([...order, ...again, ...more])).toEqual(inspectionOf([...set, ...more]));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the same inspection in a hundred random orders and overlapping batches gives the same defects', () => {
    const walk = Array.from({ length: 30 }, (_, nth) =>
      nth % 3 === 0 ? failed(`f${nth}`, nth, 'major') : passed(`p${nth}`, nth, 'bert', `room/${nth}`),
    );
    const course = [...walk, rectified('m', 60), looked('l', 70, 'rejected', 'bert')];
    const expected = inspectionOf(course);
    fc.assert(
      fc.property(fc.shuffledSubarray(course, { minLength: course.length }), fc.nat(20), (order, overlap) => {
        const batches = [order.slice(0, 20), order.slice(20 - overlap)];
        expect(inspectionOf(batches.flat())).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test('no failed item is lost: it is open, waits, or was closed by a re-inspection', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const items = inspectionOf(set);
        const { open, blocking } = openIn(items);
        expect(blocking).toBe(open.filter(({ severity }) => severity === 'blocking').length);
        for (const [itemId, item] of items) {
          const own = set.filter((one) => 'itemId' in one && one.itemId === itemId);
          const inspectors = own.filter((one) => one.kind === 'failed' && one.inspector && !one.late);
          const corrected = own.some((one) => one.kind === 'passed' && one.inspector && !one.late);
          if (inspectors.length > 0 && !corrected) expect(item.defect).toBeDefined();
          if (item.defect?.state === 'closed') {
            const { rectifiedBy } = item.defect;
            const closers = own.filter((one) => one.kind === 'reinspected' || one.kind === 'passed');
            expect(closers.some((one) => one.inspector && !rectifiedBy.includes(one.by))).toBe(true);
          }
        }
      }),
    );
  });
});
