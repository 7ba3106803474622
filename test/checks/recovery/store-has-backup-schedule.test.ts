import check from '../../../checks/recovery/store-has-backup-schedule.ts';
import { specify } from '../table.ts';
import { backup, declared, gap, schedule, store } from '../world.ts';

const natives = ['AWS::Backup::BackupPlan', 'AWS::DLM::LifecyclePolicy'];

specify(check, {
  pass: [
    {
      title: 'a schedule covers it',
      world: { assets: [store('db'), schedule('daily', 'db')], gaps: [gap('schedule')] },
    },
    {
      title: 'the provider keeps a window to restore within',
      world: { natives, assets: [store('db'), backup('w', 'db', { props: { type: 'pitr-window' } })] },
    },
    {
      title: 'a declared copy is made by itself',
      world: { assets: [store('db')], settings: { copies: [declared('db')] } },
    },
  ],
  fail: [
    {
      title: 'none does',
      world: { natives, assets: [store('db'), store('x', { tier: 'ephemeral' }), schedule('daily', 'x')] },
      says: ['No schedule makes backups of "db"'],
      severity: 'medium',
    },
    { title: 'in staging', world: { natives, assets: [store('db', { tier: 'staging' })] }, severity: 'low' },
    {
      title: 'a copy somebody makes by hand',
      world: { natives, assets: [store('db')], settings: { copies: [declared('db', { every: null })] } },
    },
  ],
  unknown: [
    {
      title: 'the schedules could not be read',
      world: { natives, assets: [store('db')], gaps: [gap('schedule')] },
    },
  ],
  notApplicable: [
    {
      title: 'schedules are not collected there',
      world: { assets: [store('db')] },
      notes: [
        'not everything that makes backups on aws is collected; store-has-backup-schedule is not judged for 1 store.',
      ],
    },
    {
      title: 'a volume, where lifecycle policies are not collected',
      world: { natives: ['AWS::Backup::BackupPlan'], assets: [store('db', { native: 'AWS::EC2::Volume' })] },
      notes: ['not everything'],
    },
    { title: 'a pull request’s store', world: { natives, assets: [store('db', { tier: 'ephemeral' })] } },
  ],
});
