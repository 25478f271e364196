import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

export interface Bar {
  key: string;
  /** Stands under the bar, when there is room. */
  short: string;
  /** Names the bar in its table and tooltip. */
  name: string;
  /** Null where it is not known yet: an empty place, not a zero. */
  value: number | null;
  /** The lower part of the bar, where it has two. */
  part?: number;
  /** What the table says of it, one a column; without them, the value. */
  cells?: string[];
}

/** Bars from zero under a title that says what they show, and the same figures as a table one press away. */
export function BarChart({
  title,
  bars,
  show,
  height = 64,
  nameHeading,
  valueHeading,
  columns,
  legend,
  isAcross = false,
}: {
  title: string;
  bars: Bar[];
  show: (value: number) => string;
  height?: number;
  nameHeading: string;
  valueHeading: string;
  /** Headings of the table's columns, where bars have `cells`. */
  columns?: string[];
  /** Of bars with two parts: the lower, then the upper. */
  legend?: [string, string];
  /** Bars that lie under each other, each with its name: for a few that are no series. */
  isAcross?: boolean;
}) {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  const headings = columns ?? [valueHeading];
  return (
    <figure aria-labelledby={id}>
      <figcaption className="mb-1 flex items-center justify-between gap-2">
        <span id={id} className="text-xs font-medium text-soft">
          {title}
        </span>
        <IconButton
          icon={isTable ? 'chart' : 'table'}
          label={isTable ? t('ui.show_chart') : t('ui.show_table')}
          aria-pressed={isTable}
          onClick={() => setIsTable(!isTable)}
        />
      </figcaption>
      {isTable ? (
        <div className="max-h-56 overflow-auto" tabIndex={0} role="region" aria-labelledby={id}>
          <table className="w-full text-xs">
            <thead>
              <tr className="border-b text-left text-quiet">
                <th className="py-1 font-medium">{nameHeading}</th>
                {headings.map(heading => (
                  <th key={heading} className="py-1 pl-3 text-right font-medium">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bars.map(bar => (
                <tr key={bar.key} className="border-b last:border-0">
                  <td className="py-0.5">{bar.name}</td>
                  {(bar.cells ?? [bar.value === null ? '' : show(bar.value)]).map((cell, index) => (
                    <td key={headings[index]} className="tnum py-0.5 pl-3 text-right whitespace-nowrap">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : isAcross ? (
        <Across bars={bars} show={show} />
      ) : (
        <Upright id={id} bars={bars} show={show} height={height} />
      )}
      {legend && !isTable && (
        <p className="flex gap-4 pt-1 text-2xs text-quiet">
          {legend.map((name, index) => (
            <span key={name} className="flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className="size-2 rounded-xs"
                style={{ background: index ? 'var(--data-1)' : 'var(--data-2)' }}
              />
              {name}
            </span>
          ))}
        </p>
      )}
    </figure>
  );
}

function Across({ bars, show }: { bars: Bar[]; show: (value: number) => string }) {
  const most = Math.max(1, ...bars.map(bar => bar.value ?? 0));
  return (
    <ul className="flex flex-col gap-2">
      {bars.map(bar => (
        <li key={bar.key} className="flex flex-col gap-0.5 text-xs">
          <span className="flex justify-between gap-3">
            <span className="min-w-0 truncate text-text">{bar.name}</span>
            <span className="tnum text-soft">{show(bar.value ?? 0)}</span>
          </span>
          <span
            aria-hidden="true"
            className="h-2 rounded-xs bg-(--data-1)"
            style={{ width: `${((bar.value ?? 0) / most) * 100}%`, minWidth: 1 }}
          />
        </li>
      ))}
    </ul>
  );
}

function Upright({
  id,
  bars,
  show,
  height,
}: {
  id: string;
  bars: Bar[];
  show: (value: number) => string;
  height: number;
}) {
  const most = Math.max(Number.EPSILON, ...bars.map(bar => bar.value ?? 0));
  const top = bars.reduce<Bar | null>(
    (best, bar) => ((bar.value ?? 0) > (best?.value ?? 0) ? bar : best),
    null,
  );
  const step = 100 / Math.max(1, bars.length);
  // The figure over the highest bar stays inside the picture.
  const isFirst = (index: number) => index < bars.length * 0.15;
  const isLast = (index: number) => index >= bars.length * 0.85;
  const sizeOf = (value: number) => (Math.max(0, value) / most) * (height - 16);
  return (
    <div>
      <svg width="100%" height={height} role="img" aria-labelledby={id} className="block">
        {bars.map((bar, index) => {
          const size = sizeOf(bar.value ?? 0);
          const drawn = bar.value === null ? 0 : Math.max(size, 1);
          const place = { x: `${index * step + step * 0.14}%`, width: `${step * 0.72}%`, rx: 1 };
          const part = bar.part ? sizeOf(bar.part) : 0;
          return (
            <g key={bar.key}>
              <title>{bar.value === null ? bar.name : `${bar.name}: ${show(bar.value)}`}</title>
              <rect x={`${index * step}%`} y={0} width={`${step}%`} height={height} fill="transparent" />
              <rect
                {...place}
                y={height - drawn}
                height={drawn}
                fill={bar.value ? 'var(--data-1)' : 'var(--n4)'}
              />
              {part > 0 && <rect {...place} y={height - part} height={part} fill="var(--data-2)" />}
              {bar === top && (
                <text
                  x={`${isFirst(index) ? index * step : isLast(index) ? (index + 1) * step : index * step + step / 2}%`}
                  y={height - size - 4}
                  textAnchor={isFirst(index) ? 'start' : isLast(index) ? 'end' : 'middle'}
                  fontSize="11"
                  fill="var(--n8)"
                >
                  {show(bar.value ?? 0)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <div className="tnum flex justify-between border-t pt-0.5 text-2xs text-quiet" aria-hidden="true">
        <span>{bars[0]?.short}</span>
        <span>{bars.at(-1)?.short}</span>
      </div>
    </div>
  );
}
