import { createHash } from 'node:crypto';
import type { EmailConfig } from '../config/config.ts';
import { type ChannelIO, failed, type Outcome } from './channel.ts';
import type { Mail } from './email.ts';

const patience = 10_000;

/** Hands a mail to an SMTP server: over TLS that is verified, or in the clear on this machine alone. */
export async function sendMail(
  { id, mail }: { readonly id: string; readonly mail: Mail },
  email: EmailConfig,
  { password, signal }: Pick<ChannelIO, 'signal'> & { readonly password: string | null },
): Promise<Outcome> {
  const { host, port, security, login, from, to } = email;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
    },
    ...(login === null ? {} : { auth: { user: login.user, pass: password ?? '' } }),
    tls: { minVersion: 'TLSv1.2' },
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    const { rejected } = await transport.sendMail({
      ...{ from, to: [...to], ...mail, signal },
      messageId: `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@firebreak.invalid>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const remark =
      rejected.length === 0 ? null : `${rejected.length} of ${to.length} recipients were refused`;
    return { taken: true, remark };
  } catch (error) {
    return signal.aborted ? failed('time was up', 'later') : failure(error);
  } finally {
    transport.close();
  }
}

/** Codes alone: what a server says may repeat the user and the password. */
function failure(error: unknown): Outcome {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const word = /^E[A-Z0-9]{2,20}$/.test(String(code)) ? String(code) : 'failed';
  const reply = typeof responseCode === 'number' ? ` (SMTP ${responseCode})` : '';
  const why =
    word === 'EAUTH' || word === 'ENOAUTH' || word === 'ETLS'
      ? 'gone'
      : Number(responseCode) >= 500
        ? 'refused'
        : 'later';
  return failed(`mail ${word}${reply}`, why);
}
