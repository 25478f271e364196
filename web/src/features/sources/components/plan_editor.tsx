import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { PropertyType, TrackingPlan } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Checkbox, Field, Input, Select } from '@/ui/field.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { planQuery } from '../api/queries.ts';

type PlannedEvent = TrackingPlan['events'][number];
const types: PropertyType[] = ['any', 'text', 'number', 'boolean', 'date'];

/** Which events a source is expected to send, and what is done with the others. */
export function PlanEditor({ source }: { source: string }) {
  const plan = useQuery(planQuery(source));
  if (plan.isPending) return <Skeleton lines={4} />;
  if (plan.isError) return <Problem error={plan.error} onRetry={() => void plan.refetch()} />;
  return <PlanForm key={plan.dataUpdatedAt} source={source} saved={plan.data} />;
}

function PlanForm({ source, saved }: { source: string; saved: TrackingPlan }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const canManage = useMay()('sources.manage');
  const [plan, setPlan] = useState(saved);
  const [isBusy, setIsBusy] = useState(false);
  const isChanged = JSON.stringify(plan) !== JSON.stringify(saved);
  const setEvent = (index: number, event: PlannedEvent) =>
    setPlan({ ...plan, events: plan.events.with(index, event) });

  const save = async () => {
    setIsBusy(true);
    try {
      const events = plan.events
        .filter(event => event.type.trim())
        .map(event => ({
          ...event,
          type: event.type.trim(),
          properties: event.properties.filter(({ name }) => name.trim()),
        }));
      const { data } = await send<TrackingPlan>('PUT', `/sources/${source}/plan`, {
        body: { ...plan, events },
      });
      client.setQueryData(planQuery(source).queryKey, data);
      showToast({ text: t('plan.saved') });
    } catch (error) {
      problems.show(error);
      setIsBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="max-w-2xl text-soft">{t('plan.text')}</p>
      <fieldset disabled={!canManage} className="flex flex-col gap-5 disabled:[&_button]:hidden">
        <div className="max-w-md">
          <Field label={t('plan.unplanned')}>
            {ids => (
              <Select
                {...ids}
                value={plan.unplanned}
                onChange={event =>
                  setPlan({ ...plan, unplanned: event.target.value as TrackingPlan['unplanned'] })
                }
              >
                {(['allow', 'flag', 'block'] as const).map(choice => (
                  <option key={choice} value={choice}>
                    {t(`plan.${choice}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        {plan.events.map((event, index) => (
          <EventForm
            key={index}
            event={event}
            onChange={changed => setEvent(index, changed)}
            onRemove={() => setPlan({ ...plan, events: plan.events.toSpliced(index, 1) })}
          />
        ))}
        {canManage && (
          <Button
            icon="plus"
            className="self-start"
            onClick={() =>
              setPlan({ ...plan, events: [...plan.events, { type: '', violation: 'flag', properties: [] }] })
            }
          >
            {t('plan.add_event')}
          </Button>
        )}
      </fieldset>
      {canManage && (
        <div className="flex gap-2 border-t pt-4">
          <Button kind="primary" type="submit" disabled={!isChanged || isBusy}>
            {t('ui.save')}
          </Button>
          <Button disabled={!isChanged} onClick={() => setPlan(saved)}>
            {t('plan.discard')}
          </Button>
        </div>
      )}
    </form>
  );
}

function EventForm({
  event,
  onChange,
  onRemove,
}: {
  event: PlannedEvent;
  onChange: (event: PlannedEvent) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { properties } = event;
  return (
    <section className="flex flex-col gap-3 rounded-md border p-3">
      <div className="flex items-end gap-3 max-sm:flex-wrap">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <Field label={t('plan.event_type')}>
            {ids => (
              <Input
                {...ids}
                value={event.type}
                required
                placeholder="Order Completed"
                onChange={change => onChange({ ...event, type: change.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="w-64 max-sm:flex-1">
          <Field label={t('plan.violation')}>
            {ids => (
              <Select
                {...ids}
                value={event.violation}
                onChange={change =>
                  onChange({ ...event, violation: change.target.value as PlannedEvent['violation'] })
                }
              >
                <option value="flag">{t('plan.flag')}</option>
                <option value="block">{t('plan.block')}</option>
              </Select>
            )}
          </Field>
        </div>
        <IconButton icon="close" label={t('plan.remove_event', { type: event.type })} onClick={onRemove} />
      </div>
      {properties.length > 0 && (
        <ul className="flex flex-col gap-2">
          {properties.map((property, index) => {
            const set = (change: Partial<typeof property>) =>
              onChange({ ...event, properties: properties.with(index, { ...property, ...change }) });
            return (
              <li key={index} className="flex items-center gap-2 max-sm:flex-wrap">
                <Input
                  aria-label={t('plan.property')}
                  value={property.name}
                  placeholder="order_id"
                  className="font-mono max-sm:basis-full"
                  onChange={change => set({ name: change.target.value })}
                />
                <Select
                  aria-label={t('plan.property_type')}
                  className="w-32! max-sm:flex-1"
                  value={property.type}
                  onChange={change => set({ type: change.target.value as PropertyType })}
                >
                  {types.map(type => (
                    <option key={type} value={type}>
                      {t(`plan.type.${type}`)}
                    </option>
                  ))}
                </Select>
                <span className="shrink-0">
                  <Checkbox
                    label={t('plan.required')}
                    checked={property.is_required}
                    onChange={change => set({ is_required: change.target.checked })}
                  />
                </span>
                <IconButton
                  icon="close"
                  label={t('plan.remove_property', { name: property.name })}
                  onClick={() => onChange({ ...event, properties: properties.toSpliced(index, 1) })}
                />
              </li>
            );
          })}
        </ul>
      )}
      <Button
        kind="quiet"
        icon="plus"
        className="self-start"
        onClick={() =>
          onChange({ ...event, properties: [...properties, { name: '', type: 'any', is_required: false }] })
        }
      >
        {t('plan.add_property')}
      </Button>
    </section>
  );
}
