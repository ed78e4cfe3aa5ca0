import type { Caller } from '../../infra/api-client/api-client.ts';
import { type Body, estateCalled, type TestEstate } from './backend.ts';

/** Input of an operation: path parameters, query, body and headers. */
export interface Asking {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly ifMatch?: number;
  readonly headers?: Readonly<Record<string, string>>;
}
/** Sends a request that must succeed and returns its body. Each test passes its own checks here. */
export type Perform = (operationId: string, as: Caller, asking?: Asking) => Promise<Body>;

/** An estate with two plumbers, in which scenarios run one after another. */
export interface Stage {
  readonly estate: TestEstate;
  readonly crew: readonly [Caller, Caller];
}
export async function scenarioEstate(code: string): Promise<Stage> {
  const estate = await estateCalled(code);
  const skills = ['water'];
  return { estate, crew: [await estate.technician('t1', { skills }), await estate.technician('t2', { skills })] };
}

/** Ids of the records that a scenario created. */
export type CreatedIds = Readonly<Record<string, string>>;
/** Personal data of a scenario's household. A test checks that they appear only where they belong. */
export interface TestPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** The household of a scenario, with its estate and unit. */
export interface Householder {
  readonly stage: Stage;
  readonly serial: number;
  readonly household: Caller;
  readonly personId: string;
  readonly unitId: string;
}

/** Runs every operation of a context; `traces` has the ids that earlier contexts created. */
export type ScenarioPart = (of: Householder, traces: CreatedIds, perform: Perform) => Promise<CreatedIds>;
