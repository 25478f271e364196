import type { Consents, Identity } from '@/lib/api/types.ts';

/** A way to reach somebody, with what they may be contacted about by it. */
export interface Means {
  kind: 'email' | 'phone';
  value: string;
  isBounced: boolean;
  purposes: Consents['purposes'][number]['purpose'][];
}
/** Purposes that are about contacting somebody, by the means that they need; others, such as profiling, are not asked here. */
const purposesOf: Record<Means['kind'], (name: string) => boolean> = {
  email: name => name === 'service' || /email|mail(?!.*sms)/.test(name),
  phone: name => name === 'service' || /sms|phone|call/.test(name),
};

/** The one e-mail and the one phone to use, and what for. */
export function meansOf(identity: Identity, consents: Consents): Means[] {
  return (['email', 'phone'] as const).flatMap(kind => {
    const points = identity.contact_points.filter(point => point.kind === kind);
    const point =
      points.find(each => each.is_preferred) ?? points.find(each => each.state !== 'bounced') ?? points[0];
    if (!point) return [];
    const purposes = consents.purposes
      .filter(entry => entry.is_allowed && purposesOf[kind](entry.purpose.name))
      .map(entry => entry.purpose);
    return [{ kind, value: point.value, isBounced: point.state === 'bounced', purposes }];
  });
}
