/** One row of a file of real requests, in the words of the API. */
export interface ReplayCase {
  /** Id of the row in its file; the same row is the same request. */
  readonly id: string;
  readonly type: 'complaint' | 'inquiry' | 'suggestion' | 'praise' | 'repair';
  readonly channel: 'hotline' | 'visit' | 'letter' | 'email' | 'forum' | 'app' | 'patrol';
  readonly category: string;
  readonly severity?: 'emergency' | 'urgent' | 'normal' | 'low';
  readonly title: string;
  readonly description: string;
  readonly place?: string;
  readonly receivedAt: string;
  /** Who reported, when the file says so: one person for each key. */
  readonly requester?: { readonly key: string; readonly name: string };
  readonly reply?: { readonly text: string; readonly at: string };
  readonly closed?: { readonly resolution: string; readonly at: string };
}

/** A kind of file: the estate that it happens in and how a row is read. */
export interface ReplaySource {
  readonly estate: { readonly estateId: string; readonly code: string; readonly name: string; readonly zone: string };
  readonly language: 'zh-CN' | 'en';
  /** The case of a row. @throws Error that says what is wrong with the row. */
  readonly caseOf: (row: Readonly<Record<string, string>>) => ReplayCase;
}

/** What became of a row: a ticket, and how far it came; or the refusal. */
export interface Outcome {
  readonly row: number;
  readonly id: string;
  readonly refused?: { readonly step: string; readonly status: number; readonly code: string };
  readonly ticketId?: string;
}
