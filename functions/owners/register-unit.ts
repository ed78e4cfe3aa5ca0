import type * as z from 'zod';
import type { Act } from '../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { Outdated, Transaction } from '../../shared/store/transaction.ts';
import { changedFields } from './changed-fields.ts';
import { nameOf, takeName, takenNames, units } from './owners-store.ts';
import { type Unit, unitDetailsSchema } from './unit.ts';

const labelTaken = problemKind('label-taken', 409, {
  'zh-CN': '小区内已有房屋「{label}」。',
  'zh-TW': '小區內已有房屋「{label}」。',
  en: 'The estate has a unit {label} already.',
});

type UnitDetails = z.output<typeof unitDetailsSchema>;

/** Enters a unit (房屋) of an estate. @throws at commit Problem `label-taken`. */
export function registerUnit(
  of: { unitId: string; estateId: string },
  details: UnitDetails,
  act: Act,
): { after: Unit; transaction: Transaction } {
  const after = { ...details, unitId: of.unitId, estateId: of.estateId, updatedAt: act.recordedAt, version: 1 };
  const { unitId, estateId, label } = after;
  const transaction = new Transaction();
  takeName(transaction, nameOf.unitLabel(estateId, label), unitId, () => new Problem(labelTaken, { label }));
  transaction.save(units, after).record(units, after, 'UnitRegistered', { unitId }, act);
  return { after, transaction };
}

/** Changes a unit; its old label is free again. Undefined when nothing changed. @throws at commit Problem `label-taken`. */
export function changeUnit(
  before: Unit,
  details: UnitDetails,
  act: Act,
): { after: Unit; transaction: Transaction } | undefined {
  const { unitId, estateId, version } = before;
  const after = { ...details, unitId, estateId, updatedAt: act.recordedAt, version: version + 1 };
  const changed = changedFields(unitDetailsSchema.keyof().options, before, after);
  if (changed.length === 0) return undefined;
  const transaction = new Transaction().save(units, after, before);
  if (after.label !== before.label) {
    const { label } = after;
    takeName(transaction, nameOf.unitLabel(estateId, label), unitId, () => new Problem(labelTaken, { label }));
    transaction.remove(
      takenNames,
      { name: nameOf.unitLabel(estateId, before.label) },
      { text: '#id = :id', names: { '#id': 'id' }, values: { ':id': unitId } },
      () => new Outdated('the label is not that of the unit any more'),
    );
  }
  return { after, transaction: transaction.record(units, after, 'UnitChanged', { unitId, changed }, act) };
}
