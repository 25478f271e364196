import { useFormat } from '@/lib/use_format.ts';

/** How long ago, with the moment itself in the tooltip; what is older than a day shows its date too when there is room. */
export function TimeAgo({
  at,
  withDate = false,
  say = ago => ago,
}: {
  at: string | null | undefined;
  withDate?: boolean;
  /** Puts it into a sentence. */
  say?: (ago: string) => string;
}) {
  const format = useFormat();
  if (!at) return <span className="text-quiet">–</span>;
  return (
    <time dateTime={at} title={format.dateTime(at)} className="whitespace-nowrap">
      {say(
        withDate && format.isOlderThanADay(at) ? `${format.date(at)} · ${format.ago(at)}` : format.ago(at),
      )}
    </time>
  );
}
