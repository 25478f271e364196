/** Keys of the keyboard, as they are printed on it. */
export function Keys({ keys }: { keys: string[] }) {
  return (
    <span className="flex gap-0.5">
      {keys.map((key, index) => (
        <kbd
          key={index}
          className="min-w-5 rounded-sm border border-line-2 bg-paper-2 px-1 text-center font-sans text-2xs text-quiet"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
