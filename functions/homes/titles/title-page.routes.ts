import { page, type Route, route } from '../../../shared/http/route.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get } from '../../../shared/store/table.ts';
import { personOf, requireEstate } from '../../register/owners/public.ts';
import { titlePage } from './title.page.ts';
import { titleDossiers } from './titles.store.ts';

/** Route of the buyer's dossier page behind a link, without login (D20). */
export const titlePageRoute: Route = route({
  method: 'GET',
  path: '/p/titles/{token}',
  operationId: 'showTitlePage',
  summary: 'Show the title dossier page behind the link in a letter',
  description: 'Progress, amounts and missing documents, without login.',
  allow: 'public',
  throws: ['not-found'],
  params: linkPath,
  query: linkQuery,
  response: 'html',
  handle: async (call) => {
    const found = await openLink(call, 'titles', {
      load: (dossierId) => get(titleDossiers, { dossierId }),
      language: async ({ buyerId }) => (await personOf(buyerId))?.language,
    });
    if ('refusal' in found) return found.refusal;
    const { calendar } = await requireEstate(found.record.estateId);
    return page(titlePage(found.record, dayIn(calendar.zone, call.now.toString()), found.language));
  },
});
