// pg-boss, as bench/peers starts it; see peer.mjs. Its settings: { boss, work }.
import { PgBoss } from 'pg-boss'
import { note, options, play } from './peer.mjs'

const QUEUE = 'nothing'
let boss

async function open () {
  boss = new PgBoss({ connectionString: options.url, ...options.settings.boss })
  boss.on('error', (e) => { throw e })
  await boss.start()
  await boss.createQueue(QUEUE)
}
async function stop () {
  await boss?.stop({ graceful: false })
  boss = undefined
}

await play({
  left: `select 1 from pgboss.job where name = '${QUEUE}' and state < 'completed' limit 1`,
  // By default it takes one job every two seconds.
  gapMs: options.settings.work?.pollingIntervalSeconds < 1 ? 1500 : 2500,
  open,
  close: stop,
  submit: (at) => boss.send(QUEUE, { at }, { startAfter: new Date(at) }),
  submitAll: (count, at) => {
    const startAfter = new Date(at)
    return boss.insert(QUEUE, Array.from({ length: count }, () => ({ data: { at }, startAfter })))
  },
  start: async () => {
    if (!boss) await open()
    await boss.work(QUEUE, options.settings.work ?? {}, async (jobs) => { for (const job of jobs) note(job.data.at) })
  },
  stop
})
