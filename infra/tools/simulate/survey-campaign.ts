import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { signLink } from '../../../shared/http/link.ts';
import { stateCouncilCalendar } from '../../../shared/kernel/state-council-calendar.ts';
import { ApiClient, headOffice, staffOf } from '../../api-client/api-client.ts';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { Machine } from '../chaos/machine.ts';
import { queuesEmpty } from '../chaos/rest.ts';
import { barOf, eachWithBar } from '../progress.ts';
import { type CountedCost, costsBetween, costsIn } from './counted-costs.ts';
import { bringIn } from './import-register.ts';
import { ownersCsv, unitsCsv } from './register-of-blocks.ts';
import { addressOf, answersOf, figuresFrom, homesOfEstate, invitedHomes, type Said } from './survey-households.ts';

/*
 * `npm run survey-campaign -- --households 20000`: surveys the households of an estate in a backend of its
 * own. Meanwhile every message is delivered twice, and the functions and then the backend are killed (kill
 * -9). Each household must be invited once, and the figures must equal a recomputation. With `--calm` nothing
 * goes wrong, and the costs are those of a normal survey.
 */

const intervalSchema = z.object({ low: z.number(), high: z.number(), method: z.string() });
const figuresSchema = z.object({
  homes: z.number(),
  invited: z.number(),
  leftOut: z.record(z.string(), z.number()),
  complete: z.boolean(),
  sent: z.number(),
  undelivered: z.number(),
  answered: z.number(),
  responseRate: z.object({ value: z.number(), interval: intervalSchema }).nullable(),
  questions: z.array(
    z.object({
      n: z.number(),
      csat: z.object({ n: z.number(), value: z.number().nullable(), interval: intervalSchema.nullable() }).optional(),
      nps: z.object({ n: z.number(), value: z.number().nullable() }).optional(),
      choices: z.array(z.object({ count: z.number() })).nullish(),
    }),
  ),
});
const campaignSchema = z.object({ campaignId: z.string(), state: z.string() });
const invitationSchema = z.object({
  invitationId: z.string(),
  unitLabel: z.string(),
  personId: z.string(),
  sentAt: z.string().optional(),
});
type Invitation = z.infer<typeof invitationSchema>;
const policySchema = z.looseObject({ estateId: z.string(), version: z.number() });

const estateId = 'surveyed';
const all = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: text });
const survey = {
  title: all('Survey of the year'),
  purpose: all('To serve you better.'),
  questions: [
    { kind: 'satisfaction', text: all('How satisfied are you?') },
    { kind: 'recommend', text: all('Would you recommend us?') },
    { kind: 'choice', text: all('What matters most?'), choices: [all('Lifts'), all('Gardens'), all('Gates')] },
  ],
};

/** A survey of an estate on a machine of its own, through the API. */
class Survey {
  readonly machine: Machine;
  readonly client: ApiClient;
  readonly #manager = staffOf(estateId, 'manager');
  readonly #admin = staffOf(estateId, 'administrator');
  campaignId = '';

  constructor(machine: Machine) {
    this.machine = machine;
    const { gateway, issuer } = machine.addresses;
    this.client = new ApiClient({ apiUrl: gateway, issuerUrl: issuer });
  }

  async enter(homes: ReturnType<typeof homesOfEstate>): Promise<void> {
    const { client } = this;
    const calendar = stateCouncilCalendar('Asia/Shanghai');
    const estate = { estateId, code: 'SVY', name: 'Surveyed estate', language: 'en', calendar };
    await client.ensure(headOffice, '/v1/estates', `/v1/estates/${estateId}`, estate);
    await Promise.all([this.#admin, this.#manager].map((one) => client.hire(one)));
    await bringIn(client, this.#admin, estateId, 'units', unitsCsv(homes));
    await bringIn(client, this.#admin, estateId, 'people', ownersCsv(homes, addressOf));
    const path = `/v1/notices/policies/${estateId}`;
    const { estateId: _, version, ...policy } = await client.must(policySchema, 'GET', path, { as: this.#manager });
    // Start and end are the same: there are no quiet hours.
    const body = { ...policy, quietFrom: '00:00', quietTo: '00:00' };
    await client.must(policySchema, 'PUT', path, { as: this.#manager, ifMatch: version, body });
    // No function decides by the policy before.
    await wait(6_000);
  }

  async launch(): Promise<void> {
    const path = `/v1/surveys/estates/${estateId}/campaigns`;
    const draft = { as: this.#admin, key: 'draft-of-the-year', body: survey };
    const { campaignId } = await this.client.must(campaignSchema, 'POST', path, draft);
    this.campaignId = campaignId;
    const approval = { as: this.#manager, key: 'approval-of-the-year', body: { advertises: false } };
    await this.client.must(campaignSchema, 'POST', `/v1/surveys/campaigns/${campaignId}/approve`, approval);
  }

  async figures(): Promise<z.infer<typeof figuresSchema>> {
    const path = `/v1/surveys/campaigns/${this.campaignId}`;
    const schema = z.object({ figures: figuresSchema });
    return (await this.client.must(schema, 'GET', path, { as: this.#manager })).figures;
  }

  invitations(): Promise<Invitation[]> {
    return this.client.whole(invitationSchema, `/v1/surveys/campaigns/${this.campaignId}/invitations`, this.#manager);
  }

  /** Sends the form of a household, again until it is answered. */
  async answer(invitationId: string, { satisfaction, recommend, choice }: Said): Promise<void> {
    const expiresAt = Temporal.Now.instant().add({ hours: 24 });
    const link = { purpose: 'surveys', subjectId: invitationId, expiresAt };
    const page = `${this.machine.addresses.gateway}/p/surveys/${signLink(link, this.machine.secret('links'))}`;
    const typed = { q1: String(satisfaction ?? ''), q2: String(recommend), q3: String(choice) };
    for (const until = Date.now() + 600_000; ; await wait(500)) {
      const reply = await fetch(page, { method: 'POST', body: new URLSearchParams(typed) }).catch(() => undefined);
      if (reply?.status === 200) return;
      if (Date.now() > until) throw new Error(`A household could not answer: ${reply?.status}`);
    }
  }

  /** The number of mails that the mail service accepted. */
  async mails(): Promise<number> {
    return Number(await (await fetch(`${this.machine.addresses.ses}/accepted?count`)).text());
  }
}

/** Quarters of an hour to wait for a mail that does not come. */
const mostQuarters = 8;

/** Follows the invitations until all are sent, and makes the disasters at some of them. */
async function follow(of: Survey, invited: number, disasters: readonly (() => Promise<void>)[]): Promise<void> {
  const bar = barOf('Inviting', invited);
  const left = [...disasters];
  let [last, lastAt, quarters] = [-1, Date.now(), 0];
  for (;;) {
    const { sent, undelivered, complete, invited: written } = await of.figures();
    bar.update(Math.min(sent, invited));
    if (complete && (sent + undelivered >= invited || quarters === mostQuarters)) break;
    const share = 1 - left.length / (disasters.length + 1);
    const [next] = left;
    if (next && Math.max(written / invited, sent / invited) >= share) {
      left.shift();
      await next();
    }
    if (sent !== last) [last, lastAt] = [sent, Date.now()];
    // A mail whose sending was killed is looked at after a quarter of an hour.
    if (complete && Date.now() - lastAt > 60_000) {
      await of.machine.moveClock(16 * 60_000);
      await of.machine.ask('/run-jobs');
      lastAt = Date.now();
      quarters += 1;
    }
    await wait(250);
  }
  bar.stop();
  for (const disaster of left) await disaster();
}

const counted = (n: number) => n.toFixed(2);

/** Returns the costs by worker and household. */
function costsOf(costs: ReadonlyMap<string, CountedCost>, households: number): string[] {
  const rows = [...costs].map(([who, { messages, requests, readUnits, writeUnits }]) =>
    [
      who.padEnd(20),
      ...[messages, requests, readUnits, writeUnits].map((n) => counted(n / households).padStart(8)),
    ].join(' '),
  );
  return ['a household:         messages requests      RCU      WCU', ...rows];
}

/** Returns what is wrong with invitations and figures; nothing when all is right. */
function wrongIn(of: {
  readonly expected: ReadonlyMap<string, string>;
  readonly found: readonly Invitation[];
  readonly mails: number;
  readonly figures: z.infer<typeof figuresSchema>;
  readonly answers: readonly Said[];
}): string[] {
  const { expected, found, mails, figures, answers } = of;
  const labels = new Set(found.map(({ unitLabel }) => unitLabel));
  const wanted = figuresFrom(figures.invited - figures.undelivered, answers);
  const [csat, nps, choice] = figures.questions;
  const shown = {
    answered: figures.answered,
    responseRate: figures.responseRate,
    csat: csat?.csat,
    nps: nps?.nps,
    choices: choice?.choices?.map(({ count }) => count),
  };
  const same = isDeepStrictEqual(shown, wanted);
  return [
    ...[...expected.keys()].filter((label) => !labels.has(label)).map((label) => `${label} was not invited`),
    ...[...labels].filter((label) => !expected.has(label)).map((label) => `${label} was invited`),
    ...(labels.size === found.length ? [] : [`${found.length - labels.size} homes were invited twice`]),
    ...(new Set(found.map(({ personId }) => personId)).size === found.length ? [] : ['a person was invited twice']),
    ...(found.every(({ sentAt }) => sentAt) ? [] : ['an invitation was not sent']),
    ...(figures.invited === expected.size ? [] : [`${figures.invited} counted as invited instead of ${expected.size}`]),
    ...(mails === expected.size ? [] : [`${mails} mails instead of ${expected.size}`]),
    ...(same ? [] : [`figures ${JSON.stringify(shown)}\ninstead of ${JSON.stringify(wanted)}`]),
  ];
}

const usage = 'Usage: npm run survey-campaign -- [--households 200] [--seed 1] [--calm] [--keep]';

const options = {
  households: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  calm: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const;

await command({ usage, options }, async ({ households, seed: given, calm, keep }) => {
  const [count, seed] = [wholeNumber('--households', households), wholeNumber('--seed', given)];
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-survey-'));
  const machine = await Machine.with(stateDir, process.env.ANJU_PORT ? basePort : 4700, seed);
  let isRight = false;
  try {
    await machine.start();
    const of = new Survey(machine);
    const homes = homesOfEstate(count);
    await of.enter(homes);
    const expected = invitedHomes(homes);
    const before = { costs: costsIn(stateDir), mails: await of.mails(), sent: machine.messages };
    const began = Date.now();
    const kills: string[] = [];
    const killed = (what: string, work: () => Promise<unknown>) => async () => {
      kills.push(what);
      await work();
    };
    const killFunctions = killed('all functions', () => machine.ask('/kill-functions?every=1'));
    const killBackend = killed('the backend', async () => {
      await machine.kill();
      await machine.start();
    });
    machine.isDoubling = !calm;
    await of.launch();
    await follow(of, expected.size, calm ? [] : [killFunctions, killBackend, killFunctions]);
    const seconds = (Date.now() - began) / 1_000;
    await queuesEmpty(machine.addresses.sqs, 120_000);
    const spent = costsBetween(before.costs, costsIn(stateDir));
    const found = await of.invitations();
    const answers = answersOf([...expected.keys()], seed);
    const idOf = new Map(found.map(({ unitLabel, invitationId }) => [unitLabel, invitationId]));
    let answered = 0;
    await eachWithBar('Answering', [...answers], async ([label, said]) => {
      answered += 1;
      if (!calm && answered === Math.ceil(answers.size / 2)) await killFunctions();
      const id = idOf.get(label) ?? '';
      // Some households press the button twice.
      await Promise.all(answered % 10 === 0 ? [of.answer(id, said), of.answer(id, said)] : [of.answer(id, said)]);
    });
    await queuesEmpty(machine.addresses.sqs, 120_000);
    const [figures, mails] = [await of.figures(), (await of.mails()) - before.mails];
    const wrong = wrongIn({ expected, found, mails, figures, answers: [...answers.values()] });
    isRight = wrong.length === 0;
    const { homes: asked, invited, leftOut } = figures;
    console.log(`
${asked} homes, ${invited} households invited in ${seconds.toFixed(0)} s, left out ${JSON.stringify(leftOut)}
${figures.answered} answered; killed: ${kills.join(', ') || 'nothing'}; each message ${calm ? 'once' : 'twice'}
SQS requests of the relay a household: ${counted((machine.messages - before.sent) / invited)}
${costsOf(spent, invited).join('\n')}
${isRight ? 'each household was invited once, and the figures equal the recomputation' : `WRONG: ${wrong.length}`}`);
    for (const line of wrong.slice(0, 20)) console.log(line);
  } finally {
    await machine.stop();
    if (isRight && !keep) rmSync(stateDir, { recursive: true, force: true });
    else console.log(`The state and the logs of the run are in ${stateDir}.`);
  }
  process.exitCode = isRight ? 0 : 1;
});
