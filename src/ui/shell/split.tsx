import { Children, type ReactNode, useMemo } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { readLayout, writeLayout } from './layout-memory.ts';
import styles from './split.module.css';

/** A part of a split: pixels (numbers) or per cent (`'40'`), as the panels take them. */
export interface Part {
  readonly id: string;
  readonly size: number | string;
  readonly least: number | string;
  readonly most?: number | string;
  /** Keeps its width in pixels when the window changes. */
  readonly fixed?: boolean;
}

interface SplitProps {
  readonly id: string;
  readonly orientation: 'horizontal' | 'vertical';
  readonly parts: readonly Part[];
  readonly label: string;
  readonly children: ReactNode;
}

/** Panels side by side, or above each other, with borders that can be dragged and that remember. */
export function Split({ id, orientation, parts, label, children }: SplitProps) {
  const remembered = useMemo(() => readLayout(id), [id]);
  const contents = Children.toArray(children);
  return (
    <Group
      id={id}
      className={styles.group}
      orientation={orientation}
      {...(remembered ? { defaultLayout: remembered } : {})}
      onLayoutChanged={(layout, meta) => meta.isUserInteraction && writeLayout(id, layout)}
    >
      {parts.flatMap((part, index) => [
        ...(index > 0
          ? [<Separator key={`${part.id}-line`} className={styles.line} aria-label={label} />]
          : []),
        <Panel
          key={part.id}
          id={part.id}
          className={styles.panel}
          defaultSize={part.size}
          minSize={part.least}
          {...(part.most === undefined ? {} : { maxSize: part.most })}
          groupResizeBehavior={part.fixed ? 'preserve-pixel-size' : 'preserve-relative-size'}
        >
          {contents[index]}
        </Panel>,
      ])}
    </Group>
  );
}
