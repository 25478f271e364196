/** What a person of the made-up business bought, and what they asked about it. */
import type { Products, TimelineEvent } from '../src/lib/api/types.ts';

export function productsOf(events: TimelineEvent[]): Products {
  const bought = events.flatMap(event => {
    const lines = event.type === 'Order Completed' ? event.properties.products : undefined;
    const name = Array.isArray(lines) ? String((lines[0] as { name: string }).name) : '';
    return name ? [{ event, name }] : [];
  });
  const owned = [...Map.groupBy(bought, ({ name }) => name)].map(([name, times], at) => {
    const { event } = times[0]!;
    const asked: Products['open_questions'][number] = {
      event: event.id,
      about: name,
      question: 'Kokio filtro jai reikia?',
      asked_at: event.occurred_at,
    };
    const questions = at ? [] : [{ ...asked, is_open: true, answer: null, answered_at: null }];
    return {
      sku: null,
      name,
      variant: null,
      brand: null,
      quantity: times.length,
      bought_at: event.occurred_at,
      event: event.id,
      question_count: questions.length,
      questions,
    };
  });
  const open = owned
    .flatMap(({ questions }) => questions)
    .map(({ event, about, question, asked_at }) => ({ event, about, question, asked_at }));
  return { data: owned, open_questions: open, is_whole: true };
}
