import check from '../../../checks/recovery/schedule-makes-backups.ts';
import { specify } from '../table.ts';
import { backup, gap, hoursAgo, schedule, store, type World } from '../world.ts';

const daily = (hours: number | null, frequency = 'DAILY'): World => ({
  assets: [
    store('db'),
    backup('b', 'db', { createdAt: hours === null ? null : hoursAgo(hours) }),
    schedule('s', 'db', { props: { frequency } }),
  ],
});

specify(check, {
  pass: [
    { title: 'a backup within two runs', world: daily(47) },
    { title: 'a week for a weekly one', world: daily(300, 'WEEKLY') },
    { title: 'a backup whose age the provider does not tell', world: daily(null) },
  ],
  fail: [
    {
      title: 'two runs without a backup',
      world: daily(61),
      says: ['Schedule "s", due every 24 hours, has made no backup of "db" for more than 48 hours.'],
      severity: 'medium',
    },
    { title: 'none ever', world: { assets: [store('db'), schedule('s', 'db')] } },
    { title: 'a rate', world: daily(61, 'rate(1 day)') },
    { title: 'a time of every day', world: daily(61, 'cron(0 5 ? * * *)') },
  ],
  unknown: [
    {
      title: 'backups that could not be listed',
      world: { assets: [store('db'), schedule('s', 'db')], gaps: [gap('backup')] },
    },
  ],
  notApplicable: [
    {
      title: 'a schedule made today',
      world: { assets: [store('db'), schedule('s', 'db', { createdAt: hoursAgo(3) })] },
    },
    {
      title: 'a store made today',
      world: { assets: [store('db', { createdAt: hoursAgo(3) }), schedule('s', 'db')] },
    },
    {
      title: 'an expression of its own',
      world: daily(400, 'cron(0 5 1 * ? *)'),
      notes: ['is not worked out'],
    },
  ],
});
