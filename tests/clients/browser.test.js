// The official browser library, unmodified, in Chromium, on a page that this test serves: once as npm brings it, once by the snippet from Kith itself.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'

import { chromium } from 'playwright-core'

import { startKith, until } from './server.js'

const eventsEach = 200
const umd = new URL('./node_modules/@segment/analytics-next/dist/umd/', import.meta.url)

// Segment's own snippet, version 5.2.0, with the address of its script changed.
const snippet = (origin, key) => `
!function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("Segment snippet included twice.");else{analytics.invoked=!0;analytics.methods=["trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"];analytics.factory=function(e){return function(){if(window[i].initialized)return window[i][e].apply(window[i],arguments);var n=Array.prototype.slice.call(arguments);n.unshift(e);analytics.push(n);return analytics}};for(var n=0;n<analytics.methods.length;n++){var key=analytics.methods[n];analytics[key]=analytics.factory(key)}analytics.load=function(key,n){var t=document.createElement("script");t.type="text/javascript";t.async=!0;t.setAttribute("data-global-segment-analytics-key",i);t.src="${origin}/analytics.js/v1/" + key + "/analytics.min.js";var r=document.getElementsByTagName("script")[0];r.parentNode.insertBefore(t,r);analytics._loadOptions=n};analytics._writeKey="${key}";analytics.SNIPPET_VERSION="5.2.0";
analytics.load("${key}");analytics.page();}}();`

const ways = {
  'the package from npm': (origin, key) => `<script src="/umd/index.js"></script>
    <script>window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${origin}' }); analytics.page()</script>`,
  'the snippet, served by Kith': (origin, key) => `<script>${snippet(origin, key)}</script>`,
}

let kith, site, browser, page_html
before(async () => {
  kith = await startKith()
  site = createServer(async (request, response) => {
    if (request.url.startsWith('/umd/')) {
      response.setHeader('Content-Type', 'text/javascript')
      return response.end(await readFile(new URL(request.url.slice('/umd/'.length).split('?')[0], umd)))
    }
    response.setHeader('Content-Type', 'text/html')
    return response.end(page_html)
  })
  await new Promise((done) => site.listen(0, '127.0.0.1', done))
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
})
after(async () => {
  await browser?.close()
  site?.close()
  await kith?.stop()
})

for (const [name, html] of Object.entries(ways)) {
  describe(name, () => {
    const email = `${name.replace(/\W/g, '')}@example.com`
    let source
    let sent = []

    it('makes one person with one story of a visitor who identifies', async () => {
      source = await kith.addSource(name)
      page_html = `<!doctype html><title>Shop</title><body>${html(kith.origin, source.key)}</body>`
      const page = await browser.newPage()
      // Chromium takes a machine without a network for offline, and the library would wait for it although the server is beside it.
      await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true }))
      const elsewhere = []
      page.on('request', (request) => {
        if (!request.url().startsWith(kith.origin) && !request.url().includes('127.0.0.1')) elsewhere.push(request.url())
        if (request.method() === 'POST' && request.url().startsWith(kith.origin)) sent.push({ url: request.url(), body: request.postData() })
      })
      await page.goto(`http://127.0.0.1:${site.address().port}/`)
      await page.evaluate(
        ([count, address]) => {
          for (let i = 0; i < count; i += 1) analytics.track('Product Viewed', { n: i })
          analytics.identify('visitor-' + address, { email: address, firstName: 'Rūta' })
          for (let i = 0; i < count; i += 1) analytics.track('Song Played', { n: i })
        },
        [eventsEach / 2, email],
      )
      const all = eventsEach + 2
      await until(async () => (await source.counters()).stored >= all, `${all} events`, 60_000).catch(async (error) => {
        throw new Error(`${error.message}; counters ${JSON.stringify(await source.counters())}`)
      })
      await page.close()
      assert.deepEqual(elsewhere, [], 'nothing goes anywhere but to Kith')
      const { person, events } = await kith.story(email)
      assert.equal(person.given_name, 'Rūta')
      assert.equal(events.length, all)
      assert.equal(events.filter((event) => event.type === 'Product Viewed').length, eventsEach / 2)
      assert.ok(events.some((event) => event.call === 'page'))
    })

    it('changes nothing when it sends the same again', async () => {
      const before = await kith.story(email)
      const counters = await source.counters()
      for (const { url, body } of sent) {
        const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })
        assert.equal(answer.status, 200)
      }
      assert.deepEqual(await kith.story(email), before)
      const after = await source.counters()
      assert.equal(after.stored, counters.stored)
      assert.equal(after.received, after.stored + after.duplicates + after.rejected)
    })
  })
}
