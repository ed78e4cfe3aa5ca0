import { type Language, say, type Text } from '../../../../shared/kernel/language.ts';
import { dayIn, wallTime } from '../../../../shared/kernel/time.ts';
import { htmlDocument } from '../../../../shared/pages/document.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { formRow, languageLinks } from '../../../../shared/pages/parts.ts';
import { allows, type Handover } from '../handover.ts';
import { words } from './booking-words.ts';
import type { Slot } from './slot.ts';

/** Content of the page: the handover, the slots, and the result of the last action. */
export interface BookingPage {
  readonly handover: Handover;
  /** Slots that have not begun, in order of time. */
  readonly slots: readonly Slot[];
  readonly zone: string;
  /** The chosen day, whose times are shown. */
  readonly day: string | undefined;
  readonly said?: { readonly kind: 'done' | 'wrong'; readonly text: Text } | undefined;
}

const left = ({ capacity, booked }: Slot) => Math.max(0, capacity - booked);
const timeIn = (instant: string, zone: string) => wallTime(instant, zone).slice('YYYY-MM-DD '.length);

interface Day {
  readonly day: string;
  readonly slots: readonly Slot[];
  readonly left: number;
}

function daysOf(slots: readonly Slot[]): Day[] {
  return [...Map.groupBy(slots, ({ day }) => day)].map(([day, all]) => ({
    day,
    slots: all,
    left: all.reduce((sum, slot) => sum + left(slot), 0),
  }));
}

const button = (action: string, label: string, more?: Html) =>
  html`<form method="post" accept-charset="utf-8"><input type="hidden" name="action" value="${action}">${more}<button type="submit">${label}</button></form>\n`;

function bookingOf({ handover, zone }: BookingPage, language: Language): Html | undefined {
  const { booking, state } = handover;
  if (!booking || state !== 'booked') return undefined;
  const label = (key: keyof typeof words) => say(words[key], language);
  const { from, to, code } = booking;
  const when = `${dayIn(zone, from)} ${timeIn(from, zone)}–${timeIn(to, zone)}`;
  return html`<h2>${label('booked')}</h2>
<table>
${formRow(label('when'), when)}${formRow(label('code'), `${code.slice(0, 4)} ${code.slice(4)}`)}</table>
<p>${label('bring')}</p>
${button('release', label('release'))}`;
}

function waitingOf({ waiting }: Handover, language: Language): Html | undefined {
  if (!waiting) return undefined;
  const day = waiting.day ?? say(words.anyDay, language);
  const lost = waiting.lostSlotId !== undefined && html`<p><strong>${say(words.lost, language)}</strong></p>\n`;
  return html`${lost}<p>${say(words.waiting, language, { day })}</p>
${button('leave-waiting-list', say(words.waitNoMore, language))}`;
}

/** Returns one choice for each time: the station with the most free capacity. */
function timesOf(day: Day): { slot: Slot; places: number }[] {
  const times = Map.groupBy(
    day.slots.filter((slot) => left(slot) > 0),
    ({ from, to }) => `${from}${to}`,
  );
  return [...times.values()].flatMap((all) => {
    const [best] = all.toSorted((a, b) => left(b) - left(a));
    return best ? [{ slot: best, places: all.reduce((sum, slot) => sum + left(slot), 0) }] : [];
  });
}

function dayLinks(days: readonly Day[], shown: Day | undefined, language: Language): Html {
  const one = ({ day, left: places }: Day) => {
    const label = say(places > 0 ? words.dayFree : words.dayFull, language, { day, left: places });
    const current = day === shown?.day && html` aria-current="true"`;
    return html`<a href="?day=${day}&amp;lang=${language}"${current}>${label}</a>\n`;
  };
  return html`<nav aria-label="${say(words.chooseDay, language)}"><p>${days.map(one)}</p></nav>
`;
}

function timesForm(of: BookingPage, day: Day, language: Language): Html {
  const { zone, said, handover } = of;
  if (day.left === 0) {
    const { waiting } = handover;
    const offer =
      waiting?.day !== day.day &&
      html`<p class="soft">${say(words.waitHow, language)}</p>
${button('join-waiting-list', say(words.wait, language, { day: day.day }), html`<input type="hidden" name="day" value="${day.day}">`)}`;
    return html`<p>${say(words.dayIsFull, language, { day: day.day })}</p>
${offer}`;
  }
  const wrong = said?.kind === 'wrong' && html` aria-describedby="wrong"`;
  const choice = ({ slot, places }: ReturnType<typeof timesOf>[number]) => {
    const { slotId, from, to } = slot;
    const label = say(words.timeFree, language, { from: timeIn(from, zone), to: timeIn(to, zone), left: places });
    return html`<label><input type="radio" name="slot" value="${slotId}">${label}</label>\n`;
  };
  return html`<form method="post" accept-charset="utf-8"><input type="hidden" name="action" value="book">
<fieldset id="slot" tabindex="-1"${wrong}>
<legend>${say(words.timesOf, language, { day: day.day })}</legend>
<div>
${timesOf(day).map(choice)}</div>
</fieldset>
<button type="submit">${say(words.book, language)}</button>
</form>
`;
}

function choiceOf(of: BookingPage, language: Language): Html {
  const { handover, slots } = of;
  if (!allows(handover, 'book')) {
    return html`<p>${say(handover.keys ? words.keysGiven : words.underWay, language)}</p>`;
  }
  const days = daysOf(slots);
  const shown = days.find(({ day }) => day === of.day) ?? days.find((day) => day.left > 0) ?? days[0];
  const heading = handover.booking ? words.change : words.choose;
  return html`<h2>${say(heading, language)}</h2>
${shown ? html`${dayLinks(days, shown, language)}${timesForm(of, shown, language)}` : html`<p>${say(words.noDays, language)}</p>`}`;
}

function saidOf({ said }: BookingPage, language: Language): Html | undefined {
  if (!said) return undefined;
  const message = say(said.text, language);
  if (said.kind === 'done') return html`<p role="status"><strong>${message}</strong></p>\n`;
  return html`<div role="alert"><p>${say(words.mistake, language)}</p><ul><li><a href="#slot" id="wrong">${message}</a></li></ul></div>
`;
}

/** Renders the page behind a handover letter's link: one column on a phone, without script. */
export function bookingPage(of: BookingPage, language: Language): string {
  const { handover } = of;
  const label = (key: keyof typeof words) => say(words[key], language);
  const { notice } = handover;
  const title = `${label('title')} ${handover.unitLabel}`;
  const body = html`${languageLinks(language)}
<h1>${label('title')}</h1>
${saidOf(of, language)}<table>
${formRow(label('home'), handover.unitLabel)}${notice && formRow(label('days'), `${notice.noticedFor} – ${notice.until}`)}</table>
${bookingOf(of, language)}${waitingOf(handover, language)}${choiceOf(of, language)}`;
  return htmlDocument({ language, title, body });
}
