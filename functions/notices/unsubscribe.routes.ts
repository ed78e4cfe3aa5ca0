import * as z from 'zod';
import { Transaction } from '../../shared/events/transaction.ts';
import { page, type Route, route } from '../../shared/http/route.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../shared/pages/behind-link.ts';
import { get } from '../../shared/store/table.ts';
import { registeredPerson } from '../register/owners/public.ts';
import { isOptedOut, optOuts } from './notices.store.ts';
import { askPage, donePage, resumedPage } from './unsubscribe.page.ts';

const path = '/p/notices/{token}';

/** Loads the person for whom a link was made. */
function openPersonLink(call: LinkCall) {
  return openLink(call, 'notices', { load: registeredPerson, language: (person) => person.language });
}

/** The unsubscribe page; mail programs also post to it on their own (RFC 8058). */
export const unsubscribeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    operationId: 'showUnsubscribePage',
    summary: 'Show the unsubscribe page behind the link in a marketing e-mail',
    description: 'Opening the page changes nothing, because mail programs open links on their own.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    response: 'html',
    handle: async (call) => {
      const found = await openPersonLink(call);
      if ('refusal' in found) return found.refusal;
      const optOut = await get(optOuts, { personId: found.record.personId });
      return page(isOptedOut(optOut) ? donePage(found.language) : askPage(found.language));
    },
  }),
  route({
    method: 'POST',
    path,
    operationId: 'unsubscribe',
    summary: 'Unsubscribe from marketing, or take that back',
    description:
      'Effective before the next send; `again=yes` takes it back. Service notices continue. Mail programs post here on their own (RFC 8058).',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    body: z.record(z.string(), z.string()).optional().catch(undefined),
    response: 'html',
    handle: async (call) => {
      const found = await openPersonLink(call);
      if ('refusal' in found) return found.refusal;
      const { personId, estateId } = found.record;
      const known = await get(optOuts, { personId });
      const version = (known?.version ?? 0) + 1;
      const at = call.now.toString();
      if (call.body?.again === 'yes') {
        const resumed = page(resumedPage(found.language));
        if (!known || !isOptedOut(known)) return resumed;
        return call.commit(new Transaction().save(optOuts, { ...known, takenBackAt: at, version }, known), resumed);
      }
      const done = page(donePage(found.language));
      // The first opt-out stays on record, however often it is repeated.
      if (isOptedOut(known)) return done;
      return call.commit(new Transaction().put(optOuts, { personId, estateId, optedOutAt: at, version }), done);
    },
  }),
];
