import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import { type Mailbox, mailsShown } from './engines.ts';
import type { Asked, Reply } from './http.ts';
import { arnOf } from './names.ts';
import type { State } from './state.ts';
import { type Catalogue, ignored } from './support.ts';

const destinationSchema = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.strictObject({ TopicARN: z.string() }).optional(),
    // There are no metrics on this machine.
    ...ignored('Name', 'CloudWatchDestination'),
  }),
});
const subscriptionSchema = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['sqs', 'email']),
  Endpoint: z.string(),
  RawMessageDelivery: z.boolean().default(false),
  ...ignored('RedrivePolicy', 'Region'),
});

const mailSchema = z.object({
  messageId: z.string(),
  at: z.string(),
  configurationSet: z.string(),
  source: z.string(),
  recipients: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  tags: z.string().transform((text) => z.record(z.string(), z.array(z.string())).parse(JSON.parse(text))),
  subject: z.string(),
});
type Mail = z.output<typeof mailSchema>;

/** Returns the members of a list of the query protocol: `Tags.member.1.Name`. */
function members(form: URLSearchParams, name: string): string[] {
  const found: string[] = [];
  for (let i = 1; form.has(`${name}.member.${i}`); i += 1) found.push(form.get(`${name}.member.${i}`) ?? '');
  return found;
}

function headerOf(raw: string, name: string): string {
  const head = raw.split(/\r?\n\r?\n/)[0] ?? '';
  return new RegExp(`^${name}:\\s*((?:.*(?:\\r?\\n[ \\t].*)*))`, 'im').exec(head)?.[1]?.replace(/\r?\n\s+/g, '') ?? '';
}

/**
 * Receives mails in front of the mail engine, which forgets them when it ends. It writes an accepted mail to
 * the journal before it answers, shows it in the mailbox, and reports its delivery as the configuration set
 * says. Addresses that begin with `bounce` or `complaint` behave like those of the SES mailbox simulator.
 */
export function mailService(
  found: Catalogue,
  state: State,
  mailbox: Pick<Mailbox, 'show'>,
  sendTo: (queueArn: string, body: unknown) => Promise<unknown>,
  clock: Pick<LocalClock, 'now'>,
) {
  found.take('AWS::SES::ConfigurationSet', z.looseObject({}));
  const topics = new Set(found.take('AWS::SNS::Topic', z.looseObject({})).map(arnOf));
  const destinations = found.take('AWS::SES::ConfigurationSetEventDestination', destinationSchema);
  const subscriptions = found
    .take('AWS::SNS::Subscription', subscriptionSchema)
    .filter(({ is }) => topics.has(is.TopicArn));
  // A killed process loses nothing; a power failure may lose the last mails, as with the queues.
  const journal = new DatabaseSync(state.path('mail.db'));
  journal.exec(
    `PRAGMA journal_mode = WAL;
     PRAGMA synchronous = NORMAL;
     CREATE TABLE IF NOT EXISTS mails (messageId TEXT PRIMARY KEY, at TEXT, configurationSet TEXT, source TEXT,
       recipients TEXT, tags TEXT, subject TEXT, request TEXT, told INTEGER DEFAULT 0);
     CREATE INDEX IF NOT EXISTS untold ON mails (messageId) WHERE told = 0`,
  );
  const log = state.log('runner');

  const publish = async (topic: string, event: unknown) => {
    for (const { is } of subscriptions) {
      if (is.TopicArn !== topic || is.Protocol !== 'sqs') continue;
      const envelope = {
        Type: 'Notification',
        MessageId: randomUUID(),
        TopicArn: topic,
        Message: JSON.stringify(event),
      };
      await sendTo(is.Endpoint, is.RawMessageDelivery ? event : envelope);
    }
  };
  const tell = async (mail: Mail) => {
    const timestamp = mail.at;
    const about = {
      timestamp,
      messageId: mail.messageId,
      source: mail.source,
      destination: mail.recipients,
      tags: mail.tags,
    };
    for (const event of outcomes(mail.recipients)) {
      for (const { is } of destinations) {
        const { Enabled, MatchingEventTypes, SnsDestination } = is.EventDestination;
        if (is.ConfigurationSetName !== mail.configurationSet || !Enabled || !SnsDestination) continue;
        if (!MatchingEventTypes.includes(event.eventType.toLowerCase())) continue;
        await publish(SnsDestination.TopicARN, { ...event, mail: about });
      }
    }
    journal.prepare('UPDATE mails SET told = 1 WHERE messageId = ?').run(mail.messageId);
  };
  const telling = new Set<Promise<unknown>>();
  const notifyLater = (mail: Mail) => {
    const told = tell(mail).catch((error: unknown) => log.write(`mail: ${String(error)}\n`));
    telling.add(told);
    void told.finally(() => telling.delete(told));
  };

  // The mailbox is for display only. A mail counts as accepted even if the mailbox fails.
  const show = (request: string, at: string) =>
    mailbox.show(request, new Date(at)).catch((error: unknown) => void log.write(`mailbox: ${String(error)}\n`));
  // The mailbox has forgotten its mails. A thousand take seconds, so that the start does not wait for them.
  let isStopping = false;
  const fill = async () => {
    const last = journal.prepare('SELECT at, request FROM mails ORDER BY rowid DESC LIMIT ?').all(mailsShown);
    for (const { at, request } of last.reverse()) if (!isStopping) await show(String(request), String(at));
  };
  const filled = fill();
  const accept = async ({ body }: Asked): Promise<Reply> => {
    const text = body.toString('utf8');
    const form = new URLSearchParams(text);
    const action = form.get('Action') ?? '';
    if (action !== 'SendEmail' && action !== 'SendRawEmail')
      return refusal(400, 'InvalidAction', `${action} is not supported`);
    const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64').toString('utf8');
    const recipients = [
      ...members(form, 'Destinations'),
      ...['To', 'Cc', 'Bcc'].flatMap((kind) => members(form, `Destination.${kind}Addresses`)),
    ];
    const to = recipients.length > 0 ? recipients : headerOf(raw, 'To').split(',').filter(Boolean);
    const tags: Record<string, string[]> = {};
    for (let i = 1; form.has(`Tags.member.${i}.Name`); i += 1) {
      tags[form.get(`Tags.member.${i}.Name`) ?? ''] = [form.get(`Tags.member.${i}.Value`) ?? ''];
    }
    const mail: Mail = {
      messageId: randomUUID(),
      at: clock.now().toISOString(),
      configurationSet: form.get('ConfigurationSetName') ?? '',
      source: form.get('Source') ?? headerOf(raw, 'From'),
      recipients: to,
      tags,
      subject: form.get('Message.Subject.Data') ?? headerOf(raw, 'Subject'),
    };
    journal
      .prepare('INSERT INTO mails VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)')
      .run(
        mail.messageId,
        mail.at,
        mail.configurationSet,
        mail.source,
        JSON.stringify(mail.recipients),
        JSON.stringify(mail.tags),
        mail.subject,
        text,
      );
    void filled.then(() => show(text, mail.at));
    notifyLater(mail);
    const result = `<${action}Result><MessageId>${mail.messageId}</MessageId></${action}Result>`;
    return xml(
      200,
      `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${result}</${action}Response>`,
    );
  };
  const untold = journal.prepare('SELECT * FROM mails WHERE told = 0').all();
  for (const row of untold) notifyLater(mailSchema.parse(row));
  return {
    answer: async (asked: Asked): Promise<Reply> => {
      if (asked.method === 'POST') return accept(asked);
      const { url } = asked;
      if (url.pathname !== '/accepted') return { status: 404 };
      if (url.searchParams.has('count')) {
        const { count } = journal.prepare('SELECT count(*) AS count FROM mails').get() ?? {};
        return { status: 200, body: String(count) };
      }
      const to = url.searchParams.get('to') ?? '';
      const mails = journal.prepare('SELECT * FROM mails WHERE instr(recipients, ?) > 0 ORDER BY at').all(to);
      const shown = mails.map((row) => ({ ...mailSchema.parse(row), request: row.request }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(shown) };
    },
    rested: () => journal.prepare('SELECT 1 FROM mails WHERE told = 0 LIMIT 1').get() === undefined,
    stop: async () => {
      isStopping = true;
      await filled;
      await Promise.all(telling);
      journal.close();
    },
  };
}

function outcomes(recipients: readonly string[]): readonly ({ eventType: string } & Record<string, unknown>)[] {
  const sent = { eventType: 'Send', send: {} };
  const like = (name: string) => recipients.some((one) => new RegExp(`(^|<)${name}[^@]*@`).test(one));
  const bouncedRecipients = recipients.map((emailAddress) => ({ emailAddress }));
  if (like('bounce')) return [sent, { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients } }];
  const delivered = { eventType: 'Delivery', delivery: { recipients } };
  if (!like('complaint')) return [sent, delivered];
  const complaint = { complainedRecipients: bouncedRecipients, complaintFeedbackType: 'abuse' };
  return [sent, delivered, { eventType: 'Complaint', complaint }];
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function refusal(status: number, code: string, text: string): Reply {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`,
  );
}
