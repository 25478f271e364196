/** What to paste where, for each kind of sender. The browser's is the standard loader of analytics.js, pointed at this Kith. */
export type SnippetKind = 'browser' | 'node' | 'curl';

const methods = [
  'trackSubmit', 'trackClick', 'trackLink', 'trackForm', 'pageview', 'identify', 'reset', 'group', 'track', 'ready', 'alias', 'debug',
  'page', 'screen', 'once', 'off', 'on', 'addSourceMiddleware', 'addIntegrationMiddleware', 'setAnonymousId',
  'addDestinationMiddleware', 'register',
]; // prettier-ignore

function browser(origin: string, key: string): string {
  return `<script>
!function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("Analytics snippet included twice.");else{analytics.invoked=!0;analytics.methods=${JSON.stringify(methods)};analytics.factory=function(e){return function(){if(window[i].initialized)return window[i][e].apply(window[i],arguments);var n=Array.prototype.slice.call(arguments);if(["track","screen","alias","group","page","identify"].indexOf(e)>-1){var c=document.querySelector("link[rel='canonical']");n.push({__t:"bpc",c:c&&c.getAttribute("href")||void 0,p:location.pathname,u:location.href,s:location.search,t:document.title,r:document.referrer})}n.unshift(e);analytics.push(n);return analytics}};for(var n=0;n<analytics.methods.length;n++){var key=analytics.methods[n];analytics[key]=analytics.factory(key)}analytics.load=function(key,n){var t=document.createElement("script");t.type="text/javascript";t.async=!0;t.setAttribute("data-global-segment-analytics-key",i);t.src="${origin}/analytics.js/v1/"+key+"/analytics.min.js";var r=document.getElementsByTagName("script")[0];r.parentNode.insertBefore(t,r);analytics._loadOptions=n};analytics._writeKey="${key}";analytics._cdn="${origin}";analytics.SNIPPET_VERSION="5.2.0";
analytics.load("${key}");
analytics.page();
}}();
</script>`;
}

function node(origin: string, key: string): string {
  return `// npm install @segment/analytics-node
import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}' });

analytics.identify({ userId: 'customer-1', traits: { email: 'ona@example.com' } });
analytics.track({
  userId: 'customer-1',
  event: 'Order Completed',
  properties: { order_id: 'A-1', revenue: 49, currency: 'EUR' },
});
await analytics.closeAndFlush();`;
}

function curl(origin: string, key: string): string {
  return `curl ${origin}/v1/track \\
  --user '${key}:' \\
  --header 'Content-Type: application/json' \\
  --data '{"userId": "customer-1", "event": "Phone Call", "properties": {"subject": "spare parts"}}'`;
}

export function snippet(kind: SnippetKind, origin: string, key: string): string {
  return { browser, node, curl }[kind](origin, key);
}
