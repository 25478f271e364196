// The official clients for servers, unmodified: a few hundred events, an anonymous visitor who then identifies among them, and the same again.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'

import { startKith, until } from './server.js'

const eventsEach = 300

const clients = {
  '@segment/analytics-node': (origin, key) => {
    const analytics = new Analytics({ writeKey: key, host: origin, flushAt: 50, maxRetries: 3 })
    return { send: (call, message) => analytics[call](message), finish: () => analytics.flush() }
  },
  '@rudderstack/rudder-sdk-node': (origin, key) => {
    const analytics = new (RudderAnalytics.default ?? RudderAnalytics)(key, { dataPlaneUrl: origin, flushAt: 50, gzip: true, logLevel: 'silent' })
    return {
      send: (call, message) => analytics[call](message),
      finish: () => new Promise((done, fail) => analytics.flush((error) => (error ? fail(error) : done()))),
    }
  },
}

let kith
before(async () => {
  kith = await startKith()
})
after(() => kith.stop())

/** What a visitor does: looks about, says who they are, buys. The same message ids and times whenever it is asked for. */
function visit(prefix, email) {
  const start = Date.UTC(2026, 9, 1)
  const calls = []
  const add = (call, message) =>
    calls.push([call, { messageId: `${prefix}-${calls.length}`, timestamp: new Date(start + calls.length * 1000), ...message }])
  for (let i = 0; i < eventsEach / 2; i += 1)
    add('track', { anonymousId: `${prefix}-browser`, event: 'Product Viewed', properties: { sku: `s${i}`, price: i / 4 } })
  add('identify', { anonymousId: `${prefix}-browser`, userId: `${prefix}-user`, traits: { email, firstName: 'Ąžuolas', address: { country: 'LT' } } })
  for (let i = 0; i < eventsEach / 2; i += 1) add('track', { userId: `${prefix}-user`, event: 'Song Played', properties: { n: i } })
  add('track', { userId: `${prefix}-user`, event: 'Order Completed', properties: { order_id: `${prefix}-1`, revenue: 49.9, currency: 'EUR' } })
  return calls
}

for (const [name, connect] of Object.entries(clients)) {
  describe(name, () => {
    const email = `${name.replace(/\W/g, '')}@example.com`
    const prefix = name.replace(/\W/g, '')
    const calls = visit(prefix, email)
    let source

    async function sendAll() {
      const { received } = await source.counters()
      const client = connect(kith.origin, source.key)
      for (const [call, message] of calls) client.send(call, structuredClone(message))
      // A flush of Rudder's client sends what fills one request and no more.
      await client.finish()
      await until(async () => {
        const all = (await source.counters()).received - received >= calls.length
        if (!all) await client.finish()
        return all
      }, 'every call')
    }

    it('makes one person with one story of a visitor who identifies', async () => {
      source = await kith.addSource(name)
      await sendAll()
      const counters = await source.counters()
      assert.deepEqual(counters, { received: calls.length, stored: calls.length, duplicates: 0, rejected: 0 })
      const { person, events } = await kith.story(email)
      assert.equal(person.given_name, 'Ąžuolas')
      assert.equal(person.country, 'LT')
      assert.equal(person.is_known, true)
      assert.equal(events.length, calls.length)
      assert.deepEqual(
        events.map((event) => event.type),
        calls.map(([call, message]) => message.event ?? call),
      )
      assert.deepEqual(events.at(-1).revenue, { minor: 4990, currency: 'EUR' })
    })

    it('changes nothing when it sends the same again', async () => {
      const people = await kith.people()
      const before = await kith.story(email)
      await sendAll()
      assert.deepEqual(await source.counters(), { received: calls.length * 2, stored: calls.length, duplicates: calls.length, rejected: 0 })
      assert.deepEqual(await kith.story(email), before)
      assert.equal((await kith.people()).length, people.length)
    })
  })
}
