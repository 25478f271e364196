import { useId } from 'react';

/** A few choices side by side, of which one holds. */
export function Choice<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: { value: T; text: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-soft">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {choices.map(choice => (
          <label
            key={choice.value}
            className={`flex min-h-(--tap) cursor-pointer items-center gap-2 rounded-md border px-3 has-focus-visible:outline-2 has-focus-visible:outline-(--accent) ${
              value === choice.value
                ? 'border-accent bg-accent-soft text-ink'
                : 'border-line-2 text-soft hover:bg-hover'
            }`}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            {choice.text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
