import { createHash } from 'node:crypto';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { placeName } from '../../../shared/kernel/plain-text.ts';
import { cellError, type RowError } from './import-errors.ts';
import { type PersonRow, readPersonRow } from './person-rows.ts';
import type { Cells } from './read-row.ts';
import { ownerInTheWay, type Tenure } from './tenure.ts';
import { readUnitRow } from './unit-rows.ts';

interface NumberedRow {
  line: number;
  cells: Cells;
}

/**
 * Checks rows of a file and returns their errors in the order of the rows. Remembers values that later rows
 * must not repeat. With `judgedBefore` the rows are only remembered: an earlier slice returned their errors.
 */
export type RowCheck = (rows: readonly NumberedRow[], judgedBefore: boolean) => Promise<RowError[]>;

/** Returns a check of rows of a file of units: each is valid, and no label occurs twice in any spelling. */
export function unitCheck(): RowCheck {
  const lineOf = new Map<string, number>();
  return async (rows) =>
    rows.flatMap(({ line, cells }) => {
      const read = readUnitRow(line, cells);
      const errors = 'errors' in read ? read.errors : [];
      const { label: value } = cells;
      if (value === undefined) return errors;
      const label = placeName(value);
      const otherLine = lineOf.get(label);
      if (otherLine !== undefined) {
        return [...errors, { ...cellError({ line, column: 'label', value }, 'twice-in-file'), otherLine }];
      }
      lineOf.set(label, line);
      return errors;
    });
}

/** Reads of the register that the check of a file of people needs. */
export interface RegisterReads {
  /** Returns unit ids by label; unknown labels are missing. */
  unitIds: (labels: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  tenures: (unitId: string) => Promise<readonly Tenure[]>;
}

/** Returns the id of a person of a file. The same key in the same estate gives the same id. */
export function personIdOf(estateId: string, key: string): string {
  return derivedId('per', estateId, key);
}

type Claim = Pick<Tenure, 'tenureId' | 'role' | 'from' | 'to'>;
/** A claim of a row of the file. */
type RowClaim = Claim & { line: number };

/** Owners that a file names for its units, packed into strings: 100,000 need only a few megabytes. */
class OwnersInFile {
  readonly #packed = new Map<string, string>();

  of(unitLabel: string): RowClaim[] {
    const packed = this.#packed.get(unitLabel);
    return (packed?.split('\n') ?? []).map((text) => {
      const [tenureId = '', from = '', to, line] = text.split('\t');
      return { tenureId, role: 'owner', from, ...(to && { to }), line: Number(line) };
    });
  }

  add(unitLabel: string, { tenureId, from, to, line }: RowClaim): void {
    const before = this.#packed.get(unitLabel);
    const packed = [tenureId, from, to ?? '', line].join('\t');
    this.#packed.set(unitLabel, before === undefined ? packed : `${before}\n${packed}`);
  }
}

/**
 * Returns a check of rows of a file of people. Every row is valid; rows with one key have the same details;
 * no tenure occurs twice; every unit is in the register; in file and register, a unit has one owner a day.
 */
export function peopleCheck(estateId: string, register: RegisterReads): RowCheck {
  const detailsOf = new Map<string, { details: string; line: number }>();
  const holdings = new Map<string, number>();
  const owners = new OwnersInFile();

  const inFile = (line: number, { key, person, holding }: PersonRow): RowError[] => {
    const errors: RowError[] = [];
    const at = { line, column: 'key', value: key };
    const details = digest(person);
    const known = detailsOf.get(key);
    if (known && known.details !== details) {
      errors.push({ ...cellError(at, 'differs-in-file'), otherLine: known.line });
    }
    detailsOf.set(key, known ?? { details, line });
    const what = digest([key, holding && placeName(holding.unitLabel), holding?.role, holding?.from]);
    const otherLine = holdings.get(what);
    if (otherLine !== undefined) errors.push({ ...cellError(at, 'twice-in-file'), otherLine });
    holdings.set(what, otherLine ?? line);
    return errors;
  };

  const owner = (line: number, { key, holding }: PersonRow, stored: readonly Tenure[]): RowError[] => {
    if (holding?.role !== 'owner') return [];
    const { role, from } = holding;
    const unitLabel = placeName(holding.unitLabel);
    const tenureId = sameAs(personIdOf(estateId, key), from);
    const known = stored.map((one): Claim => ({ ...one, tenureId: sameAs(one.personId, one.from) }));
    const ended = known.find((one) => one.role === role && one.tenureId === tenureId)?.to;
    const claim = { tenureId, role, from, to: holding.to ?? ended };
    const earlier = owners.of(unitLabel);
    const kept = known
      // An earlier row of the file may have ended a tenure. The file overrides the register.
      .filter((one) => !earlier.some((said) => said.tenureId === one.tenureId && said.to !== undefined));
    owners.add(unitLabel, { ...claim, line });
    if (!ownerInTheWay(claim, [...earlier, ...kept])) return [];
    const other = earlier.find((one) => ownerInTheWay(claim, [one]));
    const error = cellError({ line, column: 'unitLabel', value: holding.unitLabel }, 'unit-has-owner');
    return [{ ...error, ...(other && { otherLine: other.line }) }];
  };

  return async (rows, judgedBefore) => {
    const read = rows.map(({ line, cells }) => ({ line, row: readPersonRow(line, cells) }));
    const held = read.flatMap(({ row }) => ('value' in row && row.value.holding ? [row.value.holding] : []));
    const units = judgedBefore ? new Map<string, string>() : await register.unitIds(labelsOf(held));
    const toAsk = labelsOf(held.filter((one) => one.role === 'owner' && units.has(one.unitLabel)));
    const stored = new Map(
      await Promise.all(toAsk.map(async (label) => [label, await register.tenures(units.get(label) ?? '')] as const)),
    );
    return read.flatMap(({ line, row }) => {
      if ('errors' in row) return row.errors;
      const label = row.value.holding?.unitLabel;
      const unknown = label !== undefined && !judgedBefore && !units.has(label);
      return [
        ...inFile(line, row.value),
        ...(unknown ? [cellError({ line, column: 'unitLabel', value: label }, 'unknown-unit')] : []),
        ...owner(line, row.value, stored.get(label ?? '') ?? []),
      ];
    });
  };
}

function labelsOf(held: readonly { unitLabel: string }[]): string[] {
  return [...new Set(held.map((one) => one.unitLabel))];
}

/** Returns a key of a tenure of an owner within its unit. */
function sameAs(personId: string, from: string): string {
  return `${personId}/${from}`;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
