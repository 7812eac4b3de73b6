// What every node peer does alike: the measures, and the conversation with bench/peers (docs/BENCHMARKS.md).
// Arguments: settings (JSON), measure, count, warm-up, connection URL. Says "ready", waits for a line, says one JSON
// object with what it measured, and ends when its standard input does.
import { createInterface } from 'node:readline'
import pg from 'pg'

const CALLERS = 32
const BULK = 10_000
const LOOK_MS = 5
const SINGLES = 10
const WARM_UPS = 2
const LEAST_LEAD_MS = 500
const DAY_MS = 86_400_000

const [settings, measure, count, warmUp, url] = process.argv.slice(2)
export const options = { settings: JSON.parse(settings), measure, count: Number(count), warmUp: Number(warmUp), url }

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const later = () => Date.now() + DAY_MS

// The wall clock with more digits than Date.now(): the monotonic clock, tied to it when the measure begins.
let origin = performance.timeOrigin
const now = () => origin + performance.now()
function tieClock () {
  const first = Date.now()
  let next = first
  while (next === first) next = Date.now()
  origin = next - performance.now()
}

// Handlers call note(at) in their first statement; at is the due instant in milliseconds.
let expected = 0
let late = []
let all = () => {}
export function note (at) {
  late.push(now() - at)
  if (late.length === expected) all()
}
function expect (jobs) {
  expected = jobs
  late = []
  return new Promise((resolve) => { all = resolve })
}
function eachOnce () {
  if (late.length !== expected) throw new Error(`${expected} handlers were expected and ${late.length} began: this is no measurement`)
}

const input = createInterface({ input: process.stdin })
input.on('close', () => process.exit(0))
async function ready () {
  globalThis.gc?.()
  console.log('ready')
  await new Promise((resolve) => input.once('line', resolve))
}

async function timed (work) {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

async function submitOneByOne (peer, jobs) {
  for (let i = 0; i < jobs; i++) await peer.submit(later())
}

const submitTogether = (peer, jobs) =>
  Promise.all(Array.from({ length: CALLERS }, () => submitOneByOne(peer, Math.ceil(jobs / CALLERS))))

async function submitInBulk (peer, jobs, at) {
  for (let i = 0; i < jobs; i += BULK) await peer.submitAll(Math.min(BULK, jobs - i), at)
}

async function submits (peer, submit) {
  await peer.open()
  await submit(peer, options.warmUp, later())
  await ready()
  return { jobs: options.count, seconds: await timed(() => submit(peer, options.count, later())) }
}

// From a loaded process in which nothing runs to a store without an unfinished job. Returns how often it looked.
async function drain (peer, watcher, jobs) {
  const ran = expect(jobs)
  await peer.start()
  await ran
  let looks = 1
  for (; (await watcher.query(peer.left)).rowCount > 0; looks++) await sleep(LOOK_MS)
  eachOnce()
  return looks
}

async function preload (peer, jobs) {
  await peer.open()
  await submitInBulk(peer, jobs, Date.now() - 1000)
  await peer.close()
}

async function watch () {
  const watcher = new pg.Client(options.url)
  await watcher.connect()
  return watcher
}

// A session tells the server what it did when it ends: the one that watched the warm-up is not there any more.
async function due (peer) {
  for (let i = 0; i < WARM_UPS; i++) {
    await preload(peer, options.warmUp)
    const onlooker = await watch()
    await drain(peer, onlooker, options.warmUp)
    await onlooker.end()
    await peer.stop()
  }
  await preload(peer, options.count)
  const watcher = await watch()
  await ready()
  let looks = 0
  const seconds = await timed(async () => { looks = await drain(peer, watcher, options.count) })
  return { jobs: options.count, seconds, looks }
}

// Not in step with anything that polls.
const instant = (jobs) => Math.round(Date.now() + 2000 + 0.2 * jobs + 1000 * Math.random())

async function burst (peer, jobs) {
  const at = instant(jobs)
  const ran = expect(jobs)
  await submitInBulk(peer, jobs, at)
  if (at - Date.now() < LEAST_LEAD_MS) throw new Error('the jobs were submitted too late: the machine is too busy to measure punctuality')
  await ran
}

async function singles (peer) {
  const ran = expect(SINGLES)
  const first = instant(0)
  for (let i = 0; i < SINGLES; i++) await peer.submit(Math.round(first + i * peer.gapMs + 1000 * Math.random()))
  await ran
}

// Started anew after the warm-up: plans that the server has kept for its connections are made for what comes then. With those
// of the warm-up's small tables graphile-worker took several times as long.
async function bursts (peer) {
  await peer.open()
  await peer.start()
  for (let i = 0; i < WARM_UPS; i++) await burst(peer, options.warmUp)
  await peer.stop()
  await peer.close()
  await peer.open()
  await peer.start()
  await ready()
  tieClock()
  await (options.count === 1 ? singles(peer) : burst(peer, options.count))
  eachOnce()
  return { lateMs: late }
}

// A peer: open() and close() for submits; submit(at), submitAll(count, at); start() and stop() for its worker;
// left, a query for an unfinished job; gapMs between single instants.
export async function play (peer) {
  const figures = await {
    'submit-one': () => submits(peer, submitOneByOne),
    'submit-32': () => submits(peer, submitTogether),
    'submit-bulk': () => submits(peer, submitInBulk),
    due: () => due(peer),
    'burst-1': () => bursts(peer),
    'burst-1000': () => bursts(peer),
    'burst-10000': () => bursts(peer)
  }[options.measure]()
  console.log(JSON.stringify(figures))
}
