/** What can be done with a kept run, as a menu at its line. */
import type { RefObject } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Text } from 'react-aria-components/Text';
import { MenuBox } from '../aria/MenuBox.tsx';
import { bytesFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Studio } from '../store/context.tsx';
import { useStudio } from '../store/context.tsx';
import { loadRun, openWeights } from './loadRun.ts';
import type { Row } from './rows.ts';
import { shareReceipt } from './shareReceipt.ts';
import { shelfOf } from './shelf.ts';

interface RunMenuProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly row: Row;
  readonly isA: boolean;
  readonly isB: boolean;
  readonly rename: () => void;
  readonly close: () => void;
}

interface Action {
  readonly id: string;
  readonly word: string;
  readonly help: string;
  readonly act: () => void;
}

export default function RunMenu({ anchor, row, isA, isB, rename, close }: RunMenuProps) {
  const studio = useStudio();
  const actions = actionsOf(studio, row, isA ? 'a' : isB ? 'b' : null, rename);
  const label = t('More of {name}', { name: row.name });
  return (
    <MenuBox anchor={anchor} label={label} placement="right top" close={close}>
      <Menu
        aria-label={label}
        autoFocus="first"
        onClose={close}
        onAction={(key) => actions.find(({ id }) => id === key)?.act()}
      >
        {actions.map(({ id, word, help }) => (
          <MenuItem key={id} id={id} textValue={word} className="menu-item">
            <Text slot="label">{word}</Text>
            <Text slot="description">{help}</Text>
          </MenuItem>
        ))}
      </Menu>
    </MenuBox>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function actionsOf(studio: Studio, row: Row, side: 'a' | 'b' | null, rename: () => void): Action[] {
  const { run } = row;
  const shelf = shelfOf(studio);
  const model = side === null ? null : (studio.store.getState().results[side]?.modelId ?? null);
  const pin: Action = run.pinned
    ? {
        id: 'pin',
        word: t('Unpin'),
        help: t('Lines then say no change.'),
        act: () => void shelf.change(run, { pinned: false }),
      }
    : {
        id: 'pin',
        word: t('Pin as baseline'),
        help: t('All lines say how they stand to this one.'),
        act: () => void shelf.change(run, { pinned: true }),
      };
  return [
    {
      id: 'a',
      word: t('Load into A'),
      help: t('Side A becomes what this run was.'),
      act: () => void loadRun(studio, row, 'a'),
    },
    {
      id: 'b',
      word: t('Load into B'),
      help: t('Side B becomes what this run was.'),
      act: () => void loadRun(studio, row, 'b'),
    },
    { id: 'rename', word: t('Rename'), help: t('A name of your own in the place of the recipe.'), act: rename },
    pin,
    ...weightActions(studio, row, model),
    {
      id: 'receipt',
      word: t('Copy receipt link'),
      help: t('Who opens it measures the same again, on their device.'),
      act: () => void shareReceipt(studio, run.receipt),
    },
    { id: 'delete', word: t('Delete'), help: t('Can be undone.'), act: () => void shelf.discard(run) },
  ];
}

/** Weights can be kept while a side holds them, and opened once they are kept. */
function weightActions(studio: Studio, { run }: Row, model: string | null): Action[] {
  if (run.weights) {
    const size = text(bytesFigure(run.weights.bytes));
    return [
      {
        id: 'weights',
        word: t('Open its weights as B'),
        help: t('The file that is kept, {size}.', { size }),
        act: () => void openWeights(studio, run),
      },
    ];
  }
  if (model === null) return [];
  const help = t('Keeps the compressed network as a file in this browser.');
  return [
    { id: 'weights', word: t('Keep its weights'), help, act: () => void shelfOf(studio).keepWeights(run, model) },
  ];
}
