import { createHash } from 'node:crypto';
import { derivedId } from '../../../shared/kernel/ids.ts';
import type { RowError } from './import-errors.ts';
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

/** Returns a check of rows of a file of units: every row is valid, and no label occurs twice. */
export function unitCheck(): RowCheck {
  const labels = new Set<string>();
  return async (rows) =>
    rows.flatMap(({ line, cells }) => {
      const read = readUnitRow(line, cells);
      const errors = 'errors' in read ? read.errors : [];
      const { label } = cells;
      if (label === undefined) return errors;
      if (labels.has(label)) return [...errors, { line, column: 'label', code: 'twice-in-file' as const }];
      labels.add(label);
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

/** Owners that a file names for its units, packed into strings: 100,000 need only a few megabytes. */
class OwnersInFile {
  readonly #packed = new Map<string, string>();

  of(unitLabel: string): Claim[] {
    const packed = this.#packed.get(unitLabel);
    return (packed?.split('\n') ?? []).map((text) => {
      const [tenureId = '', from = '', to] = text.split('\t');
      return { tenureId, role: 'owner', from, ...(to && { to }) };
    });
  }

  add(unitLabel: string, { tenureId, from, to }: Claim): void {
    const before = this.#packed.get(unitLabel);
    const packed = [tenureId, from, to ?? ''].join('\t');
    this.#packed.set(unitLabel, before === undefined ? packed : `${before}\n${packed}`);
  }
}

/**
 * Returns a check of rows of a file of people. Every row is valid; rows with one key have the same details;
 * no tenure occurs twice; every unit is in the register; in file and register, a unit has one owner a day.
 */
export function peopleCheck(estateId: string, register: RegisterReads): RowCheck {
  const detailsOf = new Map<string, string>();
  const holdings = new Set<string>();
  const owners = new OwnersInFile();

  const inFile = (line: number, { key, person, holding }: PersonRow): RowError[] => {
    const errors: RowError[] = [];
    const details = digest(person);
    const known = detailsOf.get(key);
    if (known !== undefined && known !== details) errors.push({ line, column: 'key', code: 'differs-in-file' });
    detailsOf.set(key, known ?? details);
    const what = digest([key, holding?.unitLabel, holding?.role, holding?.from]);
    if (holdings.has(what)) errors.push({ line, column: 'key', code: 'twice-in-file' });
    holdings.add(what);
    return errors;
  };

  const owner = (line: number, { key, holding }: PersonRow, stored: readonly Tenure[]): RowError[] => {
    if (holding?.role !== 'owner') return [];
    const { unitLabel, role, from } = holding;
    const tenureId = sameAs(personIdOf(estateId, key), from);
    const known = stored.map((one): Claim => ({ ...one, tenureId: sameAs(one.personId, one.from) }));
    const ended = known.find((one) => one.role === role && one.tenureId === tenureId)?.to;
    const claim = { tenureId, role, from, to: holding.to ?? ended };
    const earlier = owners.of(unitLabel);
    const kept = known
      // An earlier row of the file may have ended a tenure. The file overrides the register.
      .filter((one) => !earlier.some((said) => said.tenureId === one.tenureId && said.to !== undefined));
    owners.add(unitLabel, claim);
    return ownerInTheWay(claim, [...earlier, ...kept]) ? [{ line, column: 'unitLabel', code: 'unit-has-owner' }] : [];
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
        ...(unknown ? [{ line, column: 'unitLabel', code: 'unknown-unit' as const }] : []),
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
