import type { FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { isEmpty } from '@/lib/records/values.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Value } from '@/ui/records/value.tsx';

/** What a card says below the name: fields that have something to say. */
export function CardFields({ row, fields }: { row: RecordRow; fields: FieldDefinition[] }) {
  const label = useLabel();
  const said = fields.filter(field => !isEmpty(row[field.name]));
  if (!said.length) return null;
  return (
    <dl className="mt-1 flex flex-col gap-0.5 pr-2 text-xs text-soft">
      {said.map(field => (
        <div key={field.name} className="flex min-w-0 gap-1.5">
          <dt className="max-w-1/2 shrink-0 truncate text-quiet">{label(field.label, field.name)}</dt>
          <dd className="tnum min-w-0 flex-1 truncate text-right">
            <Value field={field} value={row[field.name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
