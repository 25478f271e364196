// One `kith serve` on a data folder of its own, set up, with an administrator signed in and a source to send to.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binary = process.env.KITH_EXECUTABLE ?? new URL('../../build/release/kith', import.meta.url).pathname

export async function startKith() {
  const folder = await mkdtemp(join(tmpdir(), 'kith-clients-'))
  const child = spawn(binary, ['serve', '--data', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { origin, code } = await welcome(child)
  const setUp = await fetch(`${origin}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Kith-Request': '1' },
    body: JSON.stringify({
      code,
      business_name: 'Linden',
      name: 'Ona',
      email: 'ona@example.com',
      password: 'linden tree 1984',
      language: 'en',
      currency: 'EUR',
      time_zone: 'Europe/Vilnius',
    }),
  })
  if (setUp.status !== 201) throw new Error(`set-up: ${setUp.status} ${await setUp.text()}`)
  const cookie = setUp.headers.get('set-cookie').split(';')[0]

  async function api(method, path, body) {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { Cookie: cookie, 'X-Kith-Request': '1', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  return {
    origin,
    api,
    async addSource(name) {
      const source = await api('POST', '/sources', { name, kind: 'web' })
      return { id: source.id, key: source.key.secret, counters: async () => (await api('GET', `/sources/${source.id}`)).counters }
    },
    /** The person whose e-mail this is, and their whole timeline, oldest first. */
    async story(email) {
      const found = await api('GET', `/people?filter=${encodeURIComponent(`email = "${email}"`)}`)
      if (found.data.length !== 1) throw new Error(`${found.data.length} people have the e-mail ${email}`)
      const events = []
      for (let page = ''; page !== null; ) {
        const part = await api('GET', `/people/${found.data[0].id}/timeline?limit=200${page && `&page=${encodeURIComponent(page)}`}`)
        events.push(...part.data)
        page = part.next
      }
      return { person: found.data[0], events: events.reverse() }
    },
    people: async () => (await api('GET', '/people?filter=is_known%20is%20present&total=exact&limit=200')).data,
    async stop() {
      child.kill('SIGTERM')
      await new Promise((done) => child.once('exit', done))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function welcome(child) {
  return new Promise((resolve, reject) => {
    let text = ''
    const late = setTimeout(() => reject(new Error(`the server did not start: ${text}`)), 30_000)
    child.once('exit', (status) => reject(new Error(`the server ended with ${status}: ${text}`)))
    child.stdout.on('data', (bytes) => {
      text += bytes
      const found = /(http:\/\/[^/\s]+)\/setup\?code=(\S+)/.exec(text)
      if (!found) return
      clearTimeout(late)
      resolve({ origin: found[1], code: found[2] })
    })
  })
}

/** Waits until `ready` gives something true. */
export async function until(ready, what, patienceMs = 30_000) {
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const value = await ready()
    if (value) return value
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`waited in vain for ${what}`)
}
