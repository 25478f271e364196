import { lazy, Suspense } from 'react';
import type { RecordPickerProps } from './record_picker_box.tsx';

const RecordPickerBox = lazy(() => import('./record_picker_box.tsx'));

/** Finds a record and picks it; its script comes when it is first needed. */
export function RecordPicker(props: RecordPickerProps) {
  return (
    <Suspense>
      <RecordPickerBox {...props} />
    </Suspense>
  );
}
