import { errorCatalogue } from '../../../shared/http/error-catalogue.ts';
import { contexts } from '../../contexts.ts';

/** Returns the page of all problem codes. */
export function errorsPage(): string {
  const routes = contexts.flatMap((context) => context.routes);
  const rows = errorCatalogue(routes).map(({ code, status, titles, operationsInWords, operations }) => {
    const texts = titles.map((title) => `${title.en}<br>${title['zh-CN']}`).join('<br>');
    const answering = [...(operationsInWords ? [operationsInWords] : []), ...operations.map((id) => `\`${id}\``)];
    return `| <a id="${code}"></a>\`${code}\` | ${status} | ${texts.replaceAll('|', '\\|')} | ${answering.join(', ')} |`;
  });
  return [
    '# Problem codes',
    '',
    'An error is a problem (RFC 9457). Its `type` is `urn:anju:problem:<code>`, its `title` is one of the texts below in the',
    'language of `Accept-Language`. Decide by `code`. `GET /v1/errors` serves this list as JSON. A code without an operation',
    'stands in the result of one entry of a batch, or of work in the background.',
    '',
    '| code | status | text | answered by |',
    '| --- | --: | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
