import { type Each, type Wire, xml } from './xml.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const namespaces: Readonly<Record<string, string>> = {
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  elasticache: 'http://elasticache.amazonaws.com/doc/2015-02-02/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  rds: 'http://rds.amazonaws.com/doc/2014-10-31/',
  redshift: 'http://redshift.amazonaws.com/doc/2012-12-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};
const requestId = '11111111-2222-3333-4444-555555555555';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A successful answer in the service's shape; `each` names the elements of its lists. */
export function answer(service: string, api: string, result: Wire, each: Each = 'member'): Answer {
  const opening = `${head}<${api}Response xmlns="${namespaces[service] ?? ''}">`;
  const body =
    service === 'ec2'
      ? `<requestId>${requestId}</requestId>${xml(result, 'item')}`
      : `<${api}Result>${xml(result, each)}</${api}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return { status: 200, body: `${opening}${body}</${api}Response>` };
}

/** An error in the service's shape. */
export function refusal(service: string, status: number, code: string, message: string): Answer {
  const error = { Code: code, Message: message };
  const body =
    service === 'ec2'
      ? xml({ Response: { Errors: { Error: error }, RequestID: requestId } }, 'item')
      : xml({ ErrorResponse: { Error: { Type: 'Sender', ...error }, RequestId: requestId } }, 'member');
  return { status, body: head + body };
}
