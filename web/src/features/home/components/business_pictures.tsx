import { useTranslation } from 'react-i18next';
import type { Home } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { BarChart } from '@/ui/bar_chart.tsx';
import { share } from '../model/share.ts';

const height = 112;

/** Receipts, customers new and returning, channels, and who comes back: a year in four pictures, each with its table. */
export function BusinessPictures({ business }: { business: NonNullable<Home['business']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { months, channels } = business;
  const currencies = [...new Set(months.flatMap(month => month.revenue.map(({ currency }) => currency)))];
  const named = months.map(month => ({
    month,
    key: month.month,
    short: format.monthShort(month.month),
    name: format.month(month.month),
  }));
  const percent = (value: number) => format.number(value, { style: 'percent' });
  return (
    <div className="grid grid-cols-2 gap-x-10 gap-y-8 max-md:grid-cols-1">
      <BarChart
        title={t('home.receipts_a_month')}
        nameHeading={t('home.month')}
        valueHeading={t('home.receipts')}
        columns={[
          t('home.receipts'),
          t('home.returns'),
          ...currencies.map(currency => t('home.revenue_in', { currency })),
        ]}
        height={height}
        bars={named.map(({ month, ...bar }) => ({
          ...bar,
          value: month.receipts,
          cells: [
            format.number(month.receipts),
            format.number(month.returns),
            ...currencies.map(currency =>
              format.money({
                currency,
                minor: month.revenue.find(amount => amount.currency === currency)?.minor ?? 0,
              }),
            ),
          ],
        }))}
        show={format.number}
      />
      <BarChart
        title={t('home.new_and_returning')}
        nameHeading={t('home.month')}
        valueHeading={t('home.receipts')}
        columns={[t('home.new'), t('home.returning')]}
        legend={[t('home.new'), t('home.returning')]}
        height={height}
        bars={named.map(({ month, ...bar }) => ({
          ...bar,
          value: month.receipts,
          part: month.new_receipts,
          cells: [format.number(month.new_receipts), format.number(month.receipts - month.new_receipts)],
        }))}
        show={format.number}
      />
      <BarChart
        title={t('home.channels')}
        nameHeading={t('home.channel')}
        valueHeading={t('home.receipts')}
        isAcross
        bars={channels.map(({ source, receipts }) => ({
          key: source?.id ?? '',
          short: '',
          name: source ? (source.name ?? source.id) : t('home.no_channel'),
          value: receipts,
        }))}
        show={format.number}
      />
      <BarChart
        title={t('home.came_back')}
        nameHeading={t('home.month')}
        valueHeading={t('home.came_back_share')}
        columns={[t('home.new_customers'), t('home.came_back_count'), t('home.came_back_share')]}
        height={height}
        bars={named.map(({ month, ...bar }) => {
          const value = share(month.came_back, month.new_customers);
          return {
            ...bar,
            value,
            cells: [
              format.number(month.new_customers),
              month.came_back === null ? t('home.not_over') : format.number(month.came_back),
              value === null ? '' : percent(value),
            ],
          };
        })}
        show={percent}
      />
    </div>
  );
}
