import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import type { ListKind } from '@/lib/records/views.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { Empty } from '@/ui/states.tsx';
import { fieldsFor, kinds, shownAs } from '../model/kinds.ts';
import { ListFrame, type ListProps } from './list_frame.tsx';

/** A list by the field that the address names, or what to do where there is none of the name. */
export function ByField({
  kind,
  children,
  ...props
}: ListProps & { kind: ListKind; children: (field: FieldDefinition) => ReactNode }) {
  const { object, search, go } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const fields = fieldsFor(object, kind);
  const field = fields.find(candidate => candidate.name === search.by);
  if (field) return children(field);
  const { title, text } = kinds[kind][fields.length ? 'noSuchField' : 'noFields'];
  return (
    <ListFrame
      {...props}
      hasRows={false}
      shown={[]}
      onClosePeek={() => go({ peek: undefined }, true)}
      onStep={() => {}}
    >
      <Empty title={t(title)} text={t(text)}>
        {fields.slice(0, 6).map(each => (
          <Button key={each.name} onClick={() => go({ by: each.name, sum: undefined })}>
            {label(each.label, each.name)}
          </Button>
        ))}
        <Button kind="quiet" icon="table" onClick={() => go(shownAs(object, search, undefined))}>
          {t('board.as_table')}
        </Button>
      </Empty>
    </ListFrame>
  );
}
