import { describe, expect, it } from 'vitest';
import { acme, allow, changed, drift, edited, policy, type Scan, to } from './scans.ts';

const account = '111111111111';
const user = `arn:aws:iam::${account}:user/team/ana`;
const managed = `arn:aws:iam::${account}:policy/read`;
const inline = `${user}#inline/more`;

/** The administrator under real names, with a managed and an inline policy. */
const named: Scan = changed(
  acme,
  (entry) => {
    if (entry.id === 'admin') {
      return {
        ...entry,
        id: user,
        links: [to('account', 'acts-in', 'ADMIN'), to(managed, 'attached'), to(inline, 'attached')],
      };
    }
    if (entry.id === 'key-1') return { ...entry, links: [to(user, 'held-by')] };
    return entry.id === 'policy-admin' ? { ...entry, id: managed, native: 'AWS::IAM::ManagedPolicy' } : entry;
  },
  policy(inline, [allow('s3:GetObject', 'arn:aws:s3:::a/*')]),
);

const wayBack = (now: Scan): string => drift(named, now)[0]?.wayBack ?? '';
const wider = { props: { document: { Version: '2012-10-17', Statement: allow('ec2:*') } } };

describe('the way back', () => {
  it('writes the approved document of a managed policy', () => {
    expect(wayBack(edited(named, managed, wider))).toBe(
      `aws iam create-policy-version --set-as-default --policy-arn ${managed} --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}'`,
    );
  });

  it('writes the approved document of an inline policy', () => {
    expect(wayBack(edited(named, inline, wider))).toBe(
      `aws iam put-user-policy --user-name ana --policy-name more --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:getobject"],"Resource":["arn:aws:s3:::a/*"]}]}'`,
    );
  });

  it('detaches what was attached, and attaches what was detached', () => {
    const links = (id: string) => ({
      links: [to('account', 'acts-in', 'ADMIN'), to(inline, 'attached'), to(id, 'attached')],
    });
    expect(wayBack(edited(named, user, links('arn:aws:iam::aws:policy/AdministratorAccess')))).toBe(
      'aws iam detach-user-policy --user-name ana --policy-arn arn:aws:iam::aws:policy/AdministratorAccess' +
        ` && aws iam attach-user-policy --user-name ana --policy-arn ${managed}`,
    );
  });

  it('sets a guard again', () => {
    const instance = `arn:aws:ec2:eu-west-1:${account}:instance/i-1`;
    const guards = [
      {
        type: 'termination-protection',
        clearedBy: [{ operation: 'ec2:ModifyInstanceAttribute' }],
        until: null,
      },
    ];
    const guarded = changed(acme, (entry) =>
      entry.id === 'web' ? { ...entry, id: instance, native: 'AWS::EC2::Instance' } : entry,
    );
    const [event] = drift(
      edited(guarded, instance, { props: { guards } }),
      edited(guarded, instance, { props: { guards: [] } }),
    );
    expect(event?.wayBack).toBe(
      'aws ec2 modify-instance-attribute --disable-api-termination --instance-id i-1 --region eu-west-1',
    );
  });

  it('is one argument whatever is in a name', () => {
    const hostile = `arn:aws:iam::${account}:user/$(rm -rf ~)'; echo \u001b[31m\u202e`;
    const rename = (scan: Scan): Scan =>
      changed(scan, (entry) =>
        entry.id === user
          ? { ...entry, id: hostile }
          : {
              ...entry,
              links: entry.links.map((link) => (link.to === user ? { ...link, to: hostile } : link)),
            },
      );
    const links = {
      links: [
        to('account', 'acts-in', 'ADMIN'),
        to(inline, 'attached'),
        to(managed, 'attached'),
        to('arn:aws:iam::aws:policy/X', 'attached'),
      ],
    };
    const [event] = drift(rename(named), edited(rename(named), hostile, links));
    expect(event?.wayBack).toBe(
      `aws iam detach-user-policy --user-name '$(rm -rf ~)'\\''; echo [31m' --policy-arn arn:aws:iam::aws:policy/X`,
    );
  });
});
