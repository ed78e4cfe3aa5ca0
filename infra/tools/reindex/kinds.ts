import {
  type DeclaredEntity,
  declaredIn,
  type Item,
  NewerItem,
  rowType,
  type TableName,
} from '../../../shared/store/entity.ts';
/*
 * Loads what is deployed: the routes, consumers and jobs of all contexts, and the pipeline of requests. Every
 * kind of item that they can store is declared then.
 */
import '../../contexts.ts';
import '../../../shared/http/api.ts';

/**
 * Items that `shared` stores without an entity: events, marks of consumers and counters, and entries of lists
 * (`rowType`). They are in no index.
 */
const withoutKind = /^(EVENT#.*|CONSUMED|COUNTER)$/;

/** A stored item with its kind, as it would be written now. */
export interface Recognised {
  readonly kind: DeclaredEntity;
  readonly wanted: Item;
}

/**
 * Returns a function that recognises the items of a table: by their type, or, where a field of the business
 * has that name, by the kind that would store them under the same key. It returns 'none' for an item that
 * needs no kind, and undefined for one that no kind can read.
 * @throws NewerItem when newer code wrote the item.
 */
export function recogniser(table: TableName): (item: Item) => Recognised | 'none' | undefined {
  const kinds = declaredIn(table);
  const byType = new Map(kinds.map((kind) => [kind.type, kind]));
  const wordOf = (key: unknown) => String(key).replace(/#.*/s, '');
  /** The kind that read the last item with the same first words of its key. */
  const byWords = new Map<string, DeclaredEntity>();
  return (item) => {
    if (withoutKind.test(String(item.sk)) || item.type === rowType) return 'none';
    const words = `${wordOf(item.pk)} ${wordOf(item.sk)}`;
    const likely = [byWords.get(words), byType.get(String(item.type))].filter((kind) => kind !== undefined);
    for (const kind of new Set([...likely, ...kinds])) {
      const wanted = rewritten(kind, item);
      if (!wanted || wanted.pk !== item.pk || wanted.sk !== item.sk) continue;
      byWords.set(words, kind);
      return { kind, wanted };
    }
    return undefined;
  };
}

function rewritten(kind: DeclaredEntity, item: Item): Item | undefined {
  try {
    return kind.rewritten(item);
  } catch (error) {
    // Another kind may have fewer versions than that of the item.
    if (error instanceof NewerItem && item.type === kind.type) throw error;
    return undefined;
  }
}
