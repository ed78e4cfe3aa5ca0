/*
 * Words that have one meaning in this repository (docs/glossary.md). Each names where it may stand; anywhere
 * else it is used for something that has a name of its own. Pure: paths and texts come in.
 */

interface ReservedWord {
  readonly word: string;
  /** Finds the word in prose, in names and in parts of names. */
  readonly found: RegExp;
  /** What to write instead. */
  readonly instead: string;
  /** Paths in which the word has its own meaning. */
  readonly allowedIn: readonly RegExp[];
}

/** What people say, and what tests say of words, is data. */
const data = [
  /tickets\/triage\/rules\//,
  /triage-sentences\.ts$/,
  /reserved-words/,
  /^docs\/glossary\.md$/,
  /^CHANGELOG\.md$/,
  /sla-timers-as-a-fold\.md$/,
];
const handovers = /homes\/|handover|freed-slots|phase-fixtures|home-fixtures/;
const visits = /(service|scenarios)\/repairs|visit\.letters|asked-afterwards|bench\/budget\.test/;

const reservedWords: readonly ReservedWord[] = [
  {
    word: 'house',
    found: /\bhouses?\b|House(?!hold)|[a-z]House\b/,
    instead: 'the backend or Anju for the software, building for a building',
    allowedIn: [],
  },
  {
    word: 'room',
    found: /\b[Rr]ooms?\b|Rooms?(?=[A-Z]|\b)/,
    instead: 'context for a part of the software, "left" or "remaining" for free capacity',
    allowedIn: [
      handovers,
      /inspection|checklist|hazard|notices\/templates|notices\.test|demo|billing-runs\.test|common-fields/,
    ],
  },
  {
    word: 'clock',
    found:
      /\b[a-z]+Clocks?\b(?<!systemClock|localClock|moveClock|askClock|useClock)|\b[Cc]locks\b(?! of (phones|devices|the queue|the backend))/,
    instead: 'SLA timer for a promised time, the name of the job for a scheduled job',
    allowedIn: [/quiet-hours|dunning\.policy/],
  },
  {
    word: 'book',
    found: /\b[Bb]ooks?\b|\b[Bb]ooked\b|[a-z]Books?\b|\bbook[A-Z]/,
    instead: 'ledger, entry, posting or post; "book" is to reserve a slot',
    allowedIn: [
      handovers,
      visits,
      /shared\/events\/catalogue\/(handovers|repairs)|service\/tickets|notices|demo|simulate|tools\/bench/,
    ],
  },
  {
    word: 'place',
    found: /\bplaces?\b/,
    instead: 'moneyAccount for where money is, index for a position; "place" is a location',
    allowedIn: [/^(?!functions\/money|test\/(unit|fault|flow)\/money)/],
  },
];

export interface Misuse {
  readonly path: string;
  readonly line: number;
  readonly word: string;
  readonly text: string;
  readonly instead: string;
}

/** Returns each line of a file in which a reserved word stands for something else. */
export function misusedWords(path: string, text: string): Misuse[] {
  if (data.some((one) => one.test(path))) return [];
  const words = reservedWords.filter(({ allowedIn }) => !allowedIn.some((one) => one.test(path)));
  return text
    .split('\n')
    .flatMap((line, index) =>
      words
        .filter(({ found }) => found.test(line))
        .map(({ word, instead }) => ({ path, line: index + 1, word, text: line.trim().slice(0, 120), instead })),
    );
}
