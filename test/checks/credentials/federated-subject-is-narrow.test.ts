import check from '../../../checks/credentials/federated-subject-is-narrow.ts';
import { specify } from '../table.ts';
import { credential, harmful, principal, type World } from '../world.ts';

const trusting = (subject: string): World => ({
  assets: [
    principal('deploy', { props: { type: 'role' } }),
    credential('ci', 'deploy', { props: { type: 'oidc-subject', subject } }),
  ],
});

specify(check, {
  pass: [
    { title: 'a branch', world: trusting('repo:acme/shop:ref:refs/heads/main') },
    { title: 'an environment', world: trusting('repo:acme/shop:environment:production') },
    { title: 'a service account', world: trusting('system:serviceaccount:prod:deployer') },
  ],
  fail: [
    {
      title: 'no subject',
      world: harmful(trusting('*'), 'ci'),
      says: ['every token of that provider'],
      severity: 'high',
    },
    {
      title: 'no subject at all',
      world: {
        assets: [principal('deploy'), credential('ci', 'deploy', { props: { type: 'oidc-subject' } })],
      },
      says: ['names no subject'],
      severity: 'medium',
    },
    {
      title: 'any owner',
      world: trusting('repo:*/shop:ref:refs/heads/main'),
      says: ['repositories of any owner'],
    },
    { title: 'any repository', world: trusting('repo:acme/*'), says: ['every repository of acme'] },
    {
      title: 'any branch',
      world: harmful(trusting('repo:acme/shop:*'), 'ci'),
      says: ['pull request of acme/shop'],
      severity: 'medium',
    },
    {
      title: 'any project',
      world: trusting('project_path:acme/*:ref_type:branch:ref:main'),
      says: ['every repository of acme'],
    },
    {
      title: 'any service account',
      world: trusting('system:serviceaccount:*:deployer'),
      says: ['everything that matches'],
    },
  ],
  notApplicable: [{ title: 'an access key', world: { assets: [principal('bot'), credential('k', 'bot')] } }],
});
