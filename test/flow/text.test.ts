import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { ask, type Body, must } from './backend.ts';
import { tableOf } from './engine-table.ts';
import { everyRoute, routeOf } from './every-route.ts';
import { type TextField, textFields, textsUnder, withText } from './free-text.ts';
import { nastyStrings } from './nasty-strings.ts';
import { requestOf, runEveryOperation } from './run-every-operation.ts';
import { type Asking, type CreatedIds, type Perform, type Stage, scenarioEstate } from './scenario.ts';

const strings = nastyStrings();
/**
 * With TEXT=every each text goes into every field, one scenario run per text; five hundred texts take half an
 * hour. Otherwise the fields of a few runs (LIVES) take the texts in turns.
 */
const every = process.env.TEXT === 'every';
const lives = every ? strings.length : Number(process.env.LIVES ?? 3);
const lanes = ['NA', 'NB', 'NC'];
/** Returns a function that gives the texts of a lane in turns, the same ones in every run. */
const inTurns = (lane: number) => {
  let turn = lane;
  return () => {
    const text = strings[turn % strings.length] ?? '';
    turn += lanes.length;
    return text;
  };
};

const named = (operationId: string, path: readonly string[]) => `${operationId} ${path.join('.')}`;
/** Text fields of forms, whose body schema does not list them. */
const undescribed: Readonly<Record<string, TextField[]>> = {
  answerSurvey: [{ path: ['comment'], stored: (text) => text.replaceAll('\r\n', '\n').trim() }],
  // Forms with buttons only.
  unsubscribe: [],
  changeHandoverPage: [],
  answerEmergencyQuestions: [],
};
const fieldsOf = (operationId: string) =>
  undescribed[operationId] ?? textFields(routeOf(operationId).body).filter(({ path }) => !isReference(path));
const references = [
  'estates',
  'staff',
  'counts',
  'setAside',
  'developer',
  'property-company',
  'document',
  'formula',
  'station',
];
/** Tells whether a field names an existing building. Units define the names of buildings. */
const namesABuilding = (path: readonly string[]) => path.join('.') === 'rule.pool.building';
/**
 * Tells whether a field names another record. Such fields are tested one by one: the problem names no
 * pointer.
 */
const isReference = (path: readonly string[]) => {
  const name = path.findLast((step) => step !== '[]') ?? '';
  const isNamed = /Ids?$/.test(name) || references.includes(name) || namesABuilding(path);
  return isNamed || path.join('.') === 'category';
};
const referencesOf = (operationId: string) =>
  undescribed[operationId] ? [] : textFields(routeOf(operationId).body).filter(({ path }) => isReference(path));

/** Counts of texts by outcome. */
const figures = { unchanged: 0, refused: 0, failed: 0 };
const wrong = new Set<string>();
const count = (what: keyof typeof figures) => {
  figures[what] += 1;
};
const fail = (method: string) => {
  count('failed');
  wrong.add(method);
};
const met = new Set<string>();
/** A text field of a request and its text. */
interface Said extends TextField {
  text: string;
}
/** A sent text that the response did not contain. */
interface Unseen {
  operationId: string;
  traceId: string;
  said: Said;
}

const short = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}… (${text.length})` : text);
const isLetter = (body: Body) => body?.template === 'free';
const shownIn = (body: unknown, { path, stored, text }: Said) => {
  const keys = path.at(-1) === '{}';
  const name = path.findLast((step) => step !== '[]' && step !== '{}') ?? '';
  const expected = stored(text);
  // A letter has a greeting before the text and a name after it.
  return textsUnder(body, name, keys).some((one) => one === expected || (isLetter(body) && one.includes(expected)));
};

/** Performs operations with a text in every text field. Sends a request again without the rejected texts. */
function saying(what: () => string, unseen: Unseen[]): Perform {
  const tried = new Set<string>();
  return async (operationId: string, as: Caller, asking: Asking = {}) => {
    const { route, path, body, more } = requestOf(operationId, asking);
    const caller = route.allow === 'public' ? undefined : as;
    const send = (filled: unknown) => ask(caller, route.method, path, filled, more);
    if (route.method === 'GET') {
      const read = await ask(caller, 'GET', path, undefined, more);
      return read.status < 300 ? read.body : {};
    }

    for (const { path: place } of referencesOf(operationId)) {
      const name = named(operationId, place);
      const text = what();
      const filled = withText(body, place, text);
      if (filled === undefined || tried.has(name)) continue;
      tried.add(name);
      met.add(name);
      const { status, body: answer } = await send(filled);
      // A text that is a number is also a valid formula.
      const isFormula = place.at(-1) === 'formula' && status === 201;
      if (isFormula) count('unchanged');
      else if (status >= 400 && status < 500 && answer.code) count('refused');
      else fail(`${name} names ${short(text)}: ${status}`);
    }

    let said: Said[] = fieldsOf(operationId)
      .filter((field) => withText(body, field.path, '') !== undefined)
      .map((field) => ({ ...field, text: what() }));
    for (const { path: place } of said) met.add(named(operationId, place));
    for (;;) {
      const filled = said.reduce<unknown>((so, one) => withText(so, one.path, one.text), body);
      const { status, headers, body: answer } = await send(filled);
      if (status < 400) {
        const traceId = headers.get('apigw-requestid') ?? '';
        for (const one of said) {
          if (shownIn(answer, one)) count('unchanged');
          else unseen.push({ operationId, traceId, said: one });
        }
        return answer;
      }
      if (said.length === 0) throw new Error(`${operationId}: ${status} ${JSON.stringify(answer)}`);
      const refused = status === 400 || status === 413 || namesPlaces(answer) ? refusedOf(said, answer) : [];
      for (const _ of refused) count('refused');
      if (refused.length === 0) {
        for (const one of said)
          fail(`${named(operationId, one.path)} with ${short(one.text)}: ${status} ${answer.code}`);
      }
      said = refused.length === 0 ? [] : said.filter((one) => !refused.includes(one));
    }
  };
}

/** Tells whether a conflict names its fields. */
function namesPlaces({ code, fields }: Body): boolean {
  return ['label-taken', 'no-such-difference', 'unknown-paper'].includes(code) || Array.isArray(fields);
}

/**
 * Returns the texts that a problem rejects, by its pointers or fields. An unpaired surrogate makes the whole
 * body invalid. A form reports its errors in a page, so all texts count. `label-taken` means the label of a
 * unit.
 */
function refusedOf(said: readonly Said[], answer: Body): Said[] {
  if (typeof answer === 'string') return [...said];
  // body-too-large names no field: remove the longest texts.
  if (answer.code === 'body-too-large') {
    const longest = Math.max(...said.map((one) => one.text.length));
    return said.filter((one) => one.text.length === longest);
  }
  if (answer.code === 'label-taken') return said.filter((one) => one.path.join() === 'label');
  if (answer.code === 'no-such-difference') return said.filter(({ path: [field] }) => field === 'why');
  if (answer.code === 'unknown-skill') return said.filter(({ path: [field] }) => field === 'skills');
  if (answer.code === 'unknown-paper') return said.filter(({ path: [field] }) => field === 'papers');
  if (Array.isArray(answer.fields)) return said.filter(({ path: [field] }) => answer.fields.includes(field));
  const pointers: string[] = (answer.errors ?? []).map((one: Body) => one.pointer);
  if (pointers.includes('')) return said.filter((one) => !one.text.isWellFormed());
  return said.filter((one) => pointers.some((pointer) => pointsInto(pointer, one.path)));
}

function pointsInto(pointer: string, path: readonly string[]): boolean {
  const steps = pointer.split('/').slice(1);
  return steps.every((step, i) => path[i] === step || path[i] === '{}' || (path[i] === '[]' && /^\d+$/.test(step)));
}

/** Returns all stored items of an estate, including events. */
async function storedOf(estateId: string): Promise<Body[]> {
  const families = ['tickets', 'handovers', 'ledger'] as const;
  const all = await Promise.all(
    families.map(async (family) => {
      const { documents, TableName } = await tableOf(family);
      const items: Body[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await documents.send(new ScanCommand({ TableName, ExclusiveStartKey }));
        items.push(...(page.Items ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return items;
    }),
  );
  // An item in the partition of a record need not name the estate.
  return all.flat().filter((item) => ((item.event ?? item).estateId ?? estateId) === estateId);
}

/** Tells whether a record has a text under any name: a reason may be stored under another name. */
function holds(body: unknown, text: string): boolean {
  if (typeof body === 'string') return body === text;
  return typeof body === 'object' && body !== null && Object.values(body).some((one) => holds(one, text));
}

/**
 * Searches the stored records and the events of the same request for texts that the response did not contain.
 */
async function lookAfter({ estate }: Stage, traces: CreatedIds, unseen: readonly Unseen[]): Promise<void> {
  const stored = await storedOf(estate.estateId);
  const survey = await must(estate.staff.operator, 'GET', `/v1/surveys/${traces.surveyId}`);
  for (const { operationId, traceId, said } of unseen) {
    const written = stored.filter(({ event }) => event === undefined || event.traceId === traceId);
    const shown = [...written, ...(operationId === 'answerSurvey' ? [survey] : [])];
    const isBlank = operationId === 'answerSurvey' && said.text.trim() === '';
    if (isBlank || shown.some((body) => shownIn(body, said) || holds(body, said.stored(said.text)))) count('unchanged');
    else fail(`${named(operationId, said.path)} does not show ${short(said.text)}`);
  }
}

/** Id fields that no scenario can fill. */
const unnamed = ['settleInspectionReview setAside.[]', 'changeTitlesPolicy handlerId'];

describe('a text that people type', () => {
  beforeAll(async () => {
    const stages = await Promise.all(lanes.map(scenarioEstate));
    await Promise.all(
      stages.map(async (stage, lane) => {
        const next = inTurns(lane);
        for (let life = lane, serial = 0; life < lives; life += lanes.length, serial += 1) {
          const unseen: Unseen[] = [];
          const text = strings[life] ?? '';
          try {
            const { ids, failed } = await runEveryOperation(stage, serial, saying(every ? () => text : next, unseen));
            for (const [context, why] of Object.entries(failed)) fail(`the scenario of ${context} ended early: ${why}`);
            await lookAfter(stage, ids, unseen);
          } catch (error) {
            fail(`a scenario run ${every ? `with ${short(text)}` : ''} ended early: ${String(error)}`);
          }
        }
      }),
    );
    console.info(`${strings.length} strings, ${met.size} fields: ${JSON.stringify(figures)}`);
  }, 3_600_000);

  test('is returned unchanged or rejected, without a server error', () => {
    expect([...wrong]).toEqual([]);
    expect(figures.unchanged).toBeGreaterThan(lives * 40);
  });

  test('is tested in every text field', () => {
    const all = everyRoute.flatMap((route) => textFields(route.body).map(({ path }) => named(route.operationId, path)));
    expect(all.length).toBeGreaterThan(60);
    expect(
      all.filter(
        (one) => !met.has(one) && !unnamed.includes(one) && !Object.hasOwn(undescribed, one.split(' ')[0] ?? ''),
      ),
    ).toEqual([]);
  });
});
