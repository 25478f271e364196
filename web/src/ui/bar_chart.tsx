import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

export interface Bar {
  key: string;
  /** Stands under the bar, when there is room. */
  short: string;
  /** Names the bar in its table and tooltip. */
  name: string;
  value: number;
}

/** Bars from zero under a title that says what they show, and the same figures as a table one press away. */
export function BarChart({
  title,
  bars,
  show,
  height = 64,
  nameHeading,
  valueHeading,
}: {
  title: string;
  bars: Bar[];
  show: (value: number) => string;
  height?: number;
  nameHeading: string;
  valueHeading: string;
}) {
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const id = useId();
  const most = Math.max(1, ...bars.map(bar => bar.value));
  const top = bars.reduce<Bar | null>((best, bar) => (bar.value > (best?.value ?? 0) ? bar : best), null);
  const step = 100 / Math.max(1, bars.length);
  // The figure over the highest bar stays inside the picture.
  const isFirst = (index: number) => index < bars.length * 0.15;
  const isLast = (index: number) => index >= bars.length * 0.85;
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
                <th className="py-1 text-right font-medium">{valueHeading}</th>
              </tr>
            </thead>
            <tbody>
              {bars.map(bar => (
                <tr key={bar.key} className="border-b last:border-0">
                  <td className="py-0.5">{bar.name}</td>
                  <td className="tnum py-0.5 text-right">{show(bar.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div>
          <svg width="100%" height={height} role="img" aria-labelledby={id} className="block">
            {bars.map((bar, index) => {
              const size = (Math.max(0, bar.value) / most) * (height - 16);
              return (
                <g key={bar.key}>
                  <title>{`${bar.name}: ${show(bar.value)}`}</title>
                  <rect x={`${index * step}%`} y={0} width={`${step}%`} height={height} fill="transparent" />
                  <rect
                    x={`${index * step + step * 0.14}%`}
                    y={height - Math.max(size, 1)}
                    width={`${step * 0.72}%`}
                    height={Math.max(size, 1)}
                    fill={bar.value ? 'var(--data-1)' : 'var(--n4)'}
                    rx={1}
                  />
                  {bar === top && (
                    <text
                      x={`${isFirst(index) ? index * step : isLast(index) ? (index + 1) * step : index * step + step / 2}%`}
                      y={height - size - 4}
                      textAnchor={isFirst(index) ? 'start' : isLast(index) ? 'end' : 'middle'}
                      fontSize="11"
                      fill="var(--n8)"
                    >
                      {show(bar.value)}
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
      )}
    </figure>
  );
}
