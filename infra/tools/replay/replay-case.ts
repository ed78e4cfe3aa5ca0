/** One row of a file of real requests, as fields of the API. */
export interface ReplayCase {
  /** Id of the row in its file. It makes the idempotency key, so the same row is the same request. */
  readonly id: string;
  readonly type: 'complaint' | 'inquiry' | 'suggestion' | 'praise' | 'repair';
  readonly channel: 'hotline' | 'visit' | 'letter' | 'email' | 'forum' | 'app' | 'patrol';
  readonly category: string;
  readonly severity?: 'emergency' | 'urgent' | 'normal' | 'low';
  readonly title: string;
  readonly description: string;
  readonly place?: string;
  readonly receivedAt: string;
  /** The reporter, if the file names one: one person for each key. */
  readonly requester?: { readonly key: string; readonly name: string };
  readonly reply?: { readonly text: string; readonly at: string };
  readonly closed?: { readonly resolution: string; readonly at: string };
}

/** A kind of file: the estate of its requests and how a row is read. */
export interface ReplaySource {
  readonly estate: { readonly estateId: string; readonly code: string; readonly name: string; readonly zone: string };
  readonly language: 'zh-CN' | 'en';
  /** Returns the case of a row. @throws Error that says what is wrong with the row. */
  readonly caseOf: (row: Readonly<Record<string, string>>) => ReplayCase;
}

/** The result of a row: a ticket, or the step that was refused, or both. */
export interface Outcome {
  readonly row: number;
  readonly id: string;
  readonly refused?: { readonly step: string; readonly status: number; readonly code: string };
  readonly ticketId?: string;
}
