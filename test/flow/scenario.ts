import type { Caller } from '../../infra/api-client/api-client.ts';
import { type Body, estateCalled, type TestEstate } from './backend.ts';

/** A request for an operation: what fills its path, its query and its body. */
export interface Asking {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly ifMatch?: number;
  readonly headers?: Readonly<Record<string, string>>;
}
/** Sends a request that must succeed and answers its body; each test puts its own eyes in here. */
export type Perform = (operationId: string, as: Caller, asking?: Asking) => Promise<Body>;

/** An estate with two plumbers, for lives to be lived in one after another. */
export interface Stage {
  readonly estate: TestEstate;
  readonly crew: readonly [Caller, Caller];
}
export async function scenarioEstate(code: string): Promise<Stage> {
  const estate = await estateCalled(code);
  const skills = ['water'];
  return { estate, crew: [await estate.technician('t1', { skills }), await estate.technician('t2', { skills })] };
}

/** Ids of what a life left behind. */
export type CreatedIds = Readonly<Record<string, string>>;
/** Who lives: the household's e-mail, phone and name are to be found nowhere but where they belong. */
export interface TestPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** Whose money it is. */
export interface Householder {
  readonly stage: Stage;
  readonly serial: number;
  readonly household: Caller;
  readonly personId: string;
  readonly unitId: string;
}

/** Performs each operation of a context; `created` are the ids that the contexts before it left. */
export type ScenarioPart = (of: Householder, traces: CreatedIds, perform: Perform) => Promise<CreatedIds>;
