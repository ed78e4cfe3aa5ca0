import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { page, type Route, route } from '../../../../shared/http/route.ts';
import type { Text } from '../../../../shared/kernel/language.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { dateSchema, dayIn, toInstant } from '../../../../shared/kernel/time.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../../../shared/pages/behind-link.ts';
import { get } from '../../../../shared/store/table.ts';
import { personOf, requireEstate } from '../../../register/owners/public.ts';
import { type Handover, linkSubjectOf } from '../handover.ts';
import { phaseOf } from '../handover-access.ts';
import { handovers } from '../handovers.store.ts';
import type { HandoverChange } from '../save-handover.ts';
import { bookSlot, releaseSlot, SlotFull } from './book-slot.ts';
import { type BookingPage, bookingPage } from './booking.page.ts';
import { words } from './booking-words.ts';
import { everySlot } from './slots.store.ts';
import { waitForSlot, waitNoMore } from './wait-for-slot.ts';

const pageQuery = linkQuery.extend({ day: dateSchema.optional().catch(undefined) });
type PageCall = LinkCall & { query: z.output<typeof pageQuery> };

/** Fields that the page's forms send. */
const formSchema = z.record(z.string(), z.string());
type Form = z.output<typeof formSchema>;

/** Opens the handover of a link. A link of a former buyer no longer works. */
function behind(call: PageCall) {
  return openLink(call, 'handovers', {
    load: async (subjectId) => {
      const [handoverId = ''] = subjectId.split('.');
      const handover = await get(handovers, { handoverId });
      return handover && linkSubjectOf(handover) === subjectId ? handover : undefined;
    },
    language: async ({ buyerId }) => (await personOf(buyerId))?.language,
  });
}

async function pageOf(handover: Handover, call: PageCall, said?: BookingPage['said']): Promise<BookingPage> {
  const [all, phase, estate] = await Promise.all([
    everySlot(handover.phaseId),
    phaseOf(handover),
    requireEstate(handover.estateId),
  ]);
  const slots = all.filter(
    ({ from, cancelledAt }) =>
      phase.state !== 'closed' &&
      cancelledAt === undefined &&
      toInstant(from).epochMilliseconds > call.now.epochMilliseconds,
  );
  return { handover, slots, zone: estate.calendar.zone, day: call.query.day, said };
}

/** Returns the change for the button that was pressed. Undefined when there is nothing to change. */
async function wanted(
  handover: Handover,
  form: Form,
  call: PageCall,
  act: ActionContext,
): Promise<HandoverChange | undefined> {
  const { now } = call;
  switch (form.action) {
    case 'book': {
      const by = { as: 'owner' as const, id: handover.buyerId };
      return bookSlot(handover, form.slot ?? '', { by, now, act });
    }
    case 'release':
      return handover.booking ? releaseSlot(handover, act) : undefined;
    case 'join-waiting-list': {
      const day = dateSchema.safeParse(form.day).data;
      if (handover.waiting && handover.waiting.day === day) return undefined;
      const { calendar } = await requireEstate(handover.estateId);
      return waitForSlot(handover, { day, today: dayIn(calendar.zone, now.toString()) }, act, now);
    }
    case 'leave-waiting-list':
      return waitNoMore(handover, act);
    default:
      return undefined;
  }
}

const outcomes: Readonly<Record<string, Text>> = { book: words.done, release: words.released };

/** Routes of the buyer's page: book, move or release a time, and use the waiting list. */
export const bookingPageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/p/handovers/{token}',
    operationId: 'showHandoverPage',
    summary: 'Show the booking page of a handover',
    description: 'The link in the notice opens it without login. A link of a former buyer no longer works.',
    allow: 'public',
    throws: ['not-found'],
    params: linkPath,
    query: pageQuery,
    response: 'html',
    handle: async (call) => {
      const found = await behind(call);
      if ('refusal' in found) return found.refusal;
      return page(bookingPage(await pageOf(found.record, call), found.language));
    },
  }),
  route({
    method: 'POST',
    path: '/p/handovers/{token}',
    operationId: 'changeHandoverPage',
    summary: 'Book, move or release a time on the booking page, or use the waiting list',
    description:
      'The form sends `action`: `book` with `slot`, `release`, `join-waiting-list` with `day`, or `leave-waiting-list`. The answer is the page with its present state.',
    allow: 'public',
    throws: ['day-over', 'illegal-state', 'name-another-day', 'not-found', 'places-free', 'slot-over', 'unknown-slot'],
    params: linkPath,
    query: pageQuery,
    body: formSchema.optional().catch({}),
    response: 'html',
    otherStatuses: [400, 409],
    handle: async (call) => {
      const found = await behind(call);
      if ('refusal' in found) return found.refusal;
      const { record: handover, language } = found;
      const form = call.body ?? {};
      const answered = async (status: number, after: Handover, said?: BookingPage['said']) =>
        page(bookingPage(await pageOf(after, call, said), language), status);
      if (form.action === 'book' && !form.slot) {
        return answered(400, handover, { kind: 'wrong', text: words.nothingChosen });
      }
      const byLink: ActionContext = { ...call.act(), actor: { kind: 'link', id: handover.buyerId } };
      try {
        const change = await wanted(handover, form, call, byLink);
        await change?.transaction.commit();
        const text = outcomes[form.action ?? ''];
        return await answered(200, change?.after ?? handover, text && { kind: 'done', text });
      } catch (error) {
        if (!(error instanceof SlotFull) && !(error instanceof Problem)) throw error;
        const text = error instanceof SlotFull ? words.full : words.notPossible;
        const current = (await get(handovers, handover)) ?? handover;
        return answered(error instanceof SlotFull ? 409 : error.kind.status, current, { kind: 'wrong', text });
      }
    },
  }),
];
