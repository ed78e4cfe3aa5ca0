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

/** Ids of the records that scenarios created. */
export type CreatedIds = Readonly<Record<string, string>>;
/** Personal data of a scenario's household. A test checks that they appear only where they belong. */
export interface TestPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** The household of the scenarios, with its estate and unit. */
export interface Householder {
  readonly stage: Stage;
  readonly serial: number;
  readonly person: TestPerson;
  readonly household: Caller;
  readonly personId: string;
  /** Empty before the scenario of owners. */
  readonly unitId: string;
  /** The administrator of a second estate, whose policies change without an effect on the household. */
  readonly keeper: Caller;
  readonly otherEstateId: string;
}

/** Runs operations successfully; `ids` are those that earlier scenarios created. Returns the created ids. */
export type ScenarioPart = (of: Householder, ids: CreatedIds, perform: Perform) => Promise<CreatedIds>;

/** What `scenarios/<context>.ts` exports as `scenario`: it runs every operation of the context. */
export interface Scenario {
  /** Contexts whose scenarios must succeed before it. */
  readonly needs: readonly string[];
  /** Contexts that come before it even if they fail, so that lists have the same length in every run. */
  readonly after?: readonly string[];
  readonly run: ScenarioPart;
}

/** Reads and changes the policy of a context in the second estate. `name` is that in its operations. */
export async function changePolicy(
  name: string,
  change: object,
  { keeper, otherEstateId }: Householder,
  perform: Perform,
): Promise<void> {
  const params = { estateId: otherEstateId };
  const { estateId: _, version, ...decided } = await perform(`get${name}Policy`, keeper, { params });
  await perform(`change${name}Policy`, keeper, { params, body: { ...decided, ...change }, ifMatch: version });
  await perform(`get${name}Policy`, keeper, { params });
}

/**
 * Changes the policy of a context about money in the second estate as two people do: one change is refused,
 * then approved.
 */
export async function changeMoneyPolicy(
  name: string,
  change: object,
  { keeper, otherEstateId }: Householder,
  perform: Perform,
): Promise<void> {
  const params = { estateId: otherEstateId };
  const second = { ...keeper, sub: `${otherEstateId}-second`, personId: `${otherEstateId}-second` };
  const { estateId: _, version, ...decided } = await perform(`get${name}Policy`, keeper, { params });
  const asking = { params, body: { ...decided, ...change, reason: '公司决定' }, ifMatch: version };
  const refused = await perform(`change${name}Policy`, second, asking);
  const ofRefused = { params: { changeId: refused.waiting.changeId } };
  await perform(`refuse${name}PolicyChange`, keeper, { ...ofRefused, body: { reason: '再议' } });
  const { waiting } = await perform(`change${name}Policy`, second, asking);
  await perform(`approve${name}PolicyChange`, keeper, { params: { changeId: waiting.changeId } });
  await perform(`list${name}PolicyChanges`, keeper, { params, query: { limit: '20' } });
}

/** Returns a name in the three languages. */
export const inThree = (name: string) => ({ 'zh-CN': name, 'zh-TW': name, en: name });

/** Uploads a file to the URL that an operation answered. */
export async function upload(url: string, contentType: string, bytes: Buffer): Promise<void> {
  const headers = { 'content-type': contentType };
  const put = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes), headers });
  if (!put.ok) throw new Error(`upload: ${put.status} ${await put.text()}`);
}
