import * as z from 'zod';
import { enterEstate, estatePath } from '../../../shared/http/access.ts';
import { everybody, staffRoles } from '../../../shared/http/auth.ts';
import { signLink } from '../../../shared/http/link.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { setting } from '../../../shared/kernel/environment.ts';
import { languageSchema } from '../../../shared/kernel/language.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { publicationPage } from './publication.page.ts';
import { publicationOf } from './publication.ts';
import { quarterSchema } from './statement.ts';

/** Purpose of the links to publications. */
const purpose = 'common-income';
/** How long a link is valid: the next year's publication is out by then. */
const linkHours = 366 * 24;

const quarterPath = estatePath.extend({ quarter: quarterSchema });

/** What an estate publishes to its residents each quarter (信息公开, R34.4). */
export const publicationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/publications/{quarter}',
    operationId: 'getCommonPublication',
    summary: 'Get what the estate publishes to its residents for a quarter, for phones and print (信息公开)',
    description:
      'People in charge, fee items and rates at the end of the quarter, tickets and promised times kept, satisfaction, budget and accounts of the service of the year, what went into the maintenance fund, and common income. Without `language`, the language of the request.',
    allow: everybody,
    params: quarterPath,
    query: z.strictObject({ language: languageSchema.optional() }),
    bodyLimits: { bytes: 256 * 1024 },
    response: 'html',
    handle: async ({ caller, params: { estateId, quarter }, query, language, now }) => {
      enterEstate(caller, estateId);
      const publication = await publicationOf(estateId, quarter, now);
      if (!publication) throw new Problem(problems.notFound);
      return page(publicationPage(publication, query.language ?? language));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/common-income/estates/{estateId}/publications/{quarter}/link',
    operationId: 'getCommonPublicationLink',
    summary: 'Get a link to the publication of a quarter, for people without a login',
    description:
      'For a notice board, a group chat or a mail. The page has no data of any household. The link is valid for a year.',
    allow: staffRoles,
    params: quarterPath,
    response: z.object({ url: z.string(), validUntil: z.string() }).meta({ id: 'CommonPublicationLink' }),
    handle: async ({ caller, params: { estateId, quarter }, now }) => {
      enterEstate(caller, estateId);
      const expiresAt = now.add({ hours: linkHours });
      const token = signLink({ purpose, subjectId: `${estateId}#${quarter}`, expiresAt }, setting('LINK_SECRET'));
      const url = `${setting('LINK_BASE_URL')}/p/${purpose}/${token}`;
      return ok({ url, validUntil: expiresAt.toString() });
    },
  }),
  route({
    method: 'GET',
    path: '/p/common-income/{token}',
    operationId: 'showCommonPublication',
    summary: 'Show the publication of a quarter behind a link',
    description: 'HTML for phones and print. `lang` chooses the language.',
    allow: 'public',
    params: linkPath,
    query: linkQuery,
    response: 'html',
    handle: async (call) => {
      const found = await openLink(call, purpose, {
        load: async (subjectId) => {
          const [estateId = '', quarter = ''] = subjectId.split('#');
          return publicationOf(estateId, quarter, call.now);
        },
        language: () => undefined,
      });
      if ('refusal' in found) return found.refusal;
      return page(publicationPage(found.record, found.language));
    },
  }),
];
