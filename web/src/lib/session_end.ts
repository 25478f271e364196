/** What goes on in the background as somebody, and must not outlive their session. */
interface Work {
  isOnItsWay: () => boolean;
  clear: () => Promise<void>;
}

const works: Work[] = [];

/** Of a module that may never be loaded: it tells of itself when it is. */
export const endsWithSession = (work: Work) => void works.push(work);
export const isWorkOnItsWay = () => works.some(work => work.isOnItsWay());
export const endWork = async () => void (await Promise.all(works.map(work => work.clear())));
