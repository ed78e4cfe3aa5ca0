import { type Language, say, type Text, text } from '../../shared/kernel/language.ts';
import { htmlDocument } from '../../shared/pages/document.ts';
import { type Html, html } from '../../shared/pages/html.ts';
import { languageLinks } from '../../shared/pages/parts.ts';

const words = {
  title: text('退订推广信息', '退訂推廣資訊', 'Unsubscribe from offers'),
  ask: text(
    '退订后，我们不再向您发送推广信息。报修、答复、账单和安全等服务通知不受影响。',
    '退訂後，我們不再向您發送推廣資訊。報修、答覆、帳單和安全等服務通知不受影響。',
    'After unsubscribing you will get no more offers from us. You will still get service notices about your reports, our answers, bills and safety.',
  ),
  button: text('确认退订', '確認退訂', 'Unsubscribe'),
  done: text('已退订', '已退訂', 'Unsubscribed'),
  doneMore: text(
    '我们不再向您发送推广信息。服务通知照常发送。',
    '我們不再向您發送推廣資訊。服務通知照常發送。',
    'You will get no more offers from us. You will still get service notices.',
  ),
  again: text('恢复接收推广信息', '恢復接收推廣資訊', 'Send me offers again'),
  resumed: text('已恢复', '已恢復', 'Resumed'),
  resumedMore: text(
    '我们会再次向您发送推广信息，您可随时在此退订。',
    '我們會再次向您發送推廣資訊，您可隨時在此退訂。',
    'We may send you offers again. You can stop them here at any time.',
  ),
} as const;

function wholePage(language: Language, title: Text, content: Html): string {
  const body = html`${languageLinks(language)}
<h1>${say(title, language)}</h1>
${content}`;
  return htmlDocument({ language, title: say(title, language), body });
}

/**
 * Returns the page that asks for confirmation. Programs that only check links must not unsubscribe anyone.
 */
export function askPage(language: Language): string {
  const content = html`<p>${say(words.ask, language)}</p>
<form method="post" accept-charset="utf-8"><button type="submit">${say(words.button, language)}</button></form>`;
  return wholePage(language, words.title, content);
}

/** Returns the page after unsubscribing, with a button to take it back. */
export function donePage(language: Language): string {
  const content = html`<p>${say(words.doneMore, language)}</p>
<form method="post" accept-charset="utf-8"><button type="submit" name="again" value="yes">${say(words.again, language)}</button></form>`;
  return wholePage(language, words.done, content);
}

/** Returns the page after the person took the opt-out back. */
export function resumedPage(language: Language): string {
  return wholePage(language, words.resumed, html`<p>${say(words.resumedMore, language)}</p>`);
}
