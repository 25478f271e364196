import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';

/**
 * A component whose script comes when it is first needed; `children` stand in its place until then. Unlike `lazy`, it is
 * rendered at once where its script is here already, so that a window which was fetched ahead opens without a pause.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let here: ComponentType<Props> | undefined;
  let coming: Promise<void> | undefined;
  const fetch = () =>
    (coming ??= load().then(
      component => void (here = component),
      () => void (coming = undefined), // the next need tries anew
    ));

  function OnDemand({
    isNeeded,
    props,
    children,
  }: {
    isNeeded: boolean;
    props: Props;
    children?: ReactNode;
  }) {
    const [, setCame] = useState(0);
    const isMissing = isNeeded && !here;
    useEffect(() => {
      let isShown = true;
      if (isMissing) void fetch().then(() => isShown && setCame(count => count + 1));
      return () => void (isShown = false);
    }, [isMissing]);
    return isNeeded && here ? createElement(here, props) : children;
  }
  OnDemand.fetch = () => void fetch();
  return OnDemand;
}
