// graphile-worker, as bench/peers starts it; see peer.mjs.
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { note, options, play } from './peer.mjs'

// Silent: the usual logger prints a line a job.
const worker = { connectionString: options.url, logger: new Logger(() => () => {}), ...options.settings }
let utils
let runner

await play({
  left: 'select 1 from graphile_worker._private_jobs limit 1',
  gapMs: 1500,
  open: async () => {
    utils = await makeWorkerUtils(worker)
    await utils.migrate()
  },
  close: () => utils.release(),
  submit: (at) => utils.addJob('nothing', { at }, { runAt: new Date(at) }),
  submitAll: (count, at) => {
    const runAt = new Date(at)
    return utils.addJobs(Array.from({ length: count }, () => ({ identifier: 'nothing', payload: { at }, runAt })))
  },
  start: async () => {
    runner = await run({ preset: { worker }, taskList: { nothing: async ({ at }) => note(at) } })
  },
  stop: () => runner.stop()
})
