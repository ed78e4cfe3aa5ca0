import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { inSlices } from '../../../../shared/events/slices.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { dayIn, toInstant } from '../../../../shared/kernel/time.ts';
import { get, getMany } from '../../../../shared/store/table.ts';
import {
  householdOf,
  type Person,
  personsOf,
  type Unit,
  unitsOfEstate,
  zoneOf,
} from '../../../register/owners/public.ts';
import { isTired } from '../decide-follow-up.ts';
import { type SurveysPolicy, surveysPolicy } from '../surveys.policy.ts';
import { type Contacts, contacts, withInvitation } from '../surveys.store.ts';
import { type Campaign, isAsked } from './campaign.ts';
import { campaigns, invitations, progresses } from './campaigns.store.ts';
import { type Invitation, invitationIdOf } from './invitation.ts';
import { isYearly, type LeftOut, type Progress } from './progress.ts';
import { isDrawn, sizeOf } from './sample.ts';
import { settleYearlySurvey, yearlySurveyIdOf, yearlySurveyTasks, yearOf } from './yearly-survey.ts';

/*
 * Invites the households of a campaign, in slices that resume after a crash (shared/events/slices.ts). The id
 * of an invitation follows from campaign and person. So a slice that is done again finds what it wrote
 * before, and no household is invited twice.
 */

/** Homes examined in one slice; and pages of homes counted in one. */
const homesOfSlice = 100;
const pagesCounted = 8;
const pageSize = 200;
/** Homes whose household is looked up at the same time. */
const together = 20;
/** Households of one transaction: an invitation, its event and the contacts of the person. */
const householdsAtOnce = 30;

/** Handles the events that request a slice. */
export const inviteSlice = inSlices({
  kind: progresses,
  last: 'done',
  next: async (before, act) => {
    const campaign = await get(campaigns, { campaignId: before.campaignId });
    // Ended meanwhile: nobody else is invited.
    if (campaign?.state !== 'open') return finished(before, act);
    return before.state === 'counting' ? countHomes(before, campaign, act) : inviteHomes(before, campaign, act);
  },
  record: async (transaction, after, act) => {
    const { campaignId, homes, chosen, invited } = after;
    if (after.state !== 'done') {
      transaction.record(progresses, after, 'CampaignSlicesContinued', { campaignId }, act);
      return;
    }
    transaction.record(progresses, after, 'CampaignInvitationsWritten', { campaignId, homes, chosen, invited }, act);
    await settleYear(transaction, after, act);
  },
});

function finished(progress: Progress, act: ActionContext): Progress {
  return { ...progress, state: 'done', cursor: undefined, finishedAt: act.recordedAt };
}

/** Counts the next homes of the audience. After the last one the size of the sample is known. */
async function countHomes(before: Progress, campaign: Campaign, act: ActionContext): Promise<Progress> {
  let { cursor, homes } = before;
  for (let page = 0; page < pagesCounted; page += 1) {
    const found = await unitsOfEstate(before.estateId, { limit: pageSize, cursor });
    homes += found.items.filter((unit) => isAsked(campaign, unit)).length;
    cursor = found.cursor;
    if (cursor === undefined) {
      const sampleSize = campaign.sample ? sizeOf(campaign.sample, homes) : homes;
      const counted = { ...before, homes, sampleSize, cursor };
      return sampleSize === 0 ? finished(counted, act) : { ...counted, state: 'inviting' };
    }
  }
  return { ...before, homes, cursor };
}

/** Decides about the next homes of the audience and invites their households. */
async function inviteHomes(before: Progress, campaign: Campaign, act: ActionContext): Promise<Progress> {
  const page = await unitsOfEstate(before.estateId, { limit: homesOfSlice, cursor: before.cursor });
  const asked = page.items.filter((unit) => isAsked(campaign, unit));
  const drawn = draw(before, campaign, asked);
  const { invited, leftOut } = await inviteHouseholds(campaign, drawn.units, act);
  const after: Progress = {
    ...before,
    cursor: page.cursor,
    homes: before.sampleSize === undefined ? before.homes + asked.length : before.homes,
    examined: before.examined + asked.length,
    chosen: before.chosen + drawn.units.length,
    invited: before.invited + invited,
    leftOut: {
      noHousehold: before.leftOut.noHousehold + leftOut.noHousehold,
      noAddress: before.leftOut.noAddress + leftOut.noAddress,
      contactCap: before.leftOut.contactCap + leftOut.contactCap,
      sameHousehold: before.leftOut.sameHousehold + leftOut.sameHousehold,
    },
  };
  const isWhole = page.cursor === undefined || after.chosen === before.sampleSize;
  return isWhole ? finished(after, act) : after;
}

/** Returns which of some homes are asked: those drawn for the sample, or all. */
function draw(before: Progress, { seed = '' }: Campaign, units: readonly Unit[]): { units: readonly Unit[] } {
  const { sampleSize, homes, examined } = before;
  if (sampleSize === undefined) return { units };
  let needed = sampleSize - before.chosen;
  const drawn = units.filter((unit, nth) => {
    const isOne = isDrawn(seed, unit.unitId, { needed, homes: homes - examined - nth });
    if (isOne) needed -= 1;
    return isOne;
  });
  return { units: drawn };
}

interface Invited {
  readonly invited: number;
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/** What is known about the household of a home. */
interface Home {
  readonly unit: Unit;
  readonly person: Person | undefined;
}

async function homesOf(units: readonly Unit[], day: string): Promise<Home[]> {
  const holders: (string | undefined)[] = [];
  for (let from = 0; from < units.length; from += together) {
    const some = units.slice(from, from + together).map(({ unitId }) => householdOf(unitId, day));
    holders.push(...(await Promise.all(some)));
  }
  const ids = [...new Set(holders.filter((id) => id !== undefined))];
  const persons = new Map((await personsOf(ids)).map((person) => [person.personId, person]));
  return units.map((unit, nth) => ({ unit, person: persons.get(holders[nth] ?? '') }));
}

async function inviteHouseholds(campaign: Campaign, units: readonly Unit[], act: ActionContext): Promise<Invited> {
  const { campaignId, estateId } = campaign;
  const [zone, policy] = await Promise.all([zoneOf(estateId), surveysPolicy.of(estateId)]);
  const homes = await homesOf(units, dayIn(zone, act.recordedAt));
  const personIds = [...new Set(homes.flatMap(({ person }) => person?.personId ?? []))];
  // Contacts first: a twin of this slice that commits between the two reads is then seen by its invitations,
  // and its contact does not count as one of another survey.
  const contacted = await getMany(
    contacts,
    personIds.map((personId) => ({ personId })),
    { consistent: true },
  );
  const before = await getMany(
    invitations,
    personIds.map((personId) => ({ invitationId: invitationIdOf(campaignId, personId) })),
    { consistent: true },
  );
  const invitedFor = new Map(before.map(({ personId, unitId }) => [personId, unitId]));
  const contactsOf = new Map(contacted.map((one) => [one.personId, one]));
  const now = toInstant(act.recordedAt);
  const leftOut: Record<LeftOut, number> = { noHousehold: 0, noAddress: 0, contactCap: 0, sameHousehold: 0 };
  const fresh: { home: Home & { person: Person }; contact: Contacts | undefined }[] = [];
  let invited = 0;
  for (const { unit, person } of homes) {
    const contact = person && contactsOf.get(person.personId);
    const decision = decide({ unit, person }, invitedFor, contact, policy, now);
    if (decision === 'again') invited += 1;
    else if (decision !== 'invite') leftOut[decision] += 1;
    else if (person) {
      invited += 1;
      invitedFor.set(person.personId, unit.unitId);
      fresh.push({ home: { unit, person }, contact });
    }
  }
  for (let from = 0; from < fresh.length; from += householdsAtOnce) {
    const transaction = new Transaction();
    for (const { home, contact } of fresh.slice(from, from + householdsAtOnce)) {
      const invitation = invitationTo(home, campaign, act);
      const { invitationId, personId } = invitation;
      transaction
        .save(invitations, invitation)
        .record(invitations, invitation, 'HouseholdInvited', { invitationId, campaignId, personId }, act)
        .save(contacts, withInvitation(contact, personId, estateId, act.recordedAt), contact);
    }
    await transaction.commit();
  }
  return { invited, leftOut };
}

/**
 * Decides about a home: invite its household, or why not. `again` is what an interrupted slice invited
 * before.
 */
export function decide(
  { unit, person }: { unit: Pick<Unit, 'unitId'>; person: Pick<Person, 'personId' | 'email'> | undefined },
  invitedFor: ReadonlyMap<string, string>,
  contact: Pick<Contacts, 'invitations'> | undefined,
  policy: Pick<SurveysPolicy, 'contactCap'>,
  now: Temporal.Instant,
): 'invite' | 'again' | LeftOut {
  if (!person) return 'noHousehold';
  const known = invitedFor.get(person.personId);
  if (known !== undefined) return known === unit.unitId ? 'again' : 'sameHousehold';
  if (person.email === undefined) return 'noAddress';
  return isTired(contact?.invitations ?? [], policy, now) ? 'contactCap' : 'invite';
}

function invitationTo(
  { unit, person }: { unit: Unit; person: Person },
  { campaignId, estateId }: Campaign,
  act: ActionContext,
): Invitation {
  const { personId, language } = person;
  const { unitId, label: unitLabel } = unit;
  const at = act.recordedAt;
  return {
    invitationId: invitationIdOf(campaignId, personId),
    campaignId,
    estateId,
    unitId,
    unitLabel,
    personId,
    language,
    status: 'invited',
    invitedAt: at,
    updatedAt: at,
    version: 1,
  };
}

/** Ends the task of the survey of the year, where the campaign is this survey (R14.4). */
async function settleYear(transaction: Transaction, progress: Progress, act: ActionContext): Promise<void> {
  const { campaignId, estateId, startedAt } = progress;
  const campaign = await get(campaigns, { campaignId });
  if (!campaign || !isYearly(campaign, progress)) return;
  const year = yearOf(dayIn(await zoneOf(estateId), startedAt));
  const before = await get(yearlySurveyTasks.entity, { taskId: yearlySurveyIdOf(estateId, year) });
  settleYearlySurvey(transaction, { estateId, year, campaignId, before }, act);
}
