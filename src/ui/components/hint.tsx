import { Tooltip } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import styles from './hint.module.css';
import { mainOfPage } from './main-of-page.ts';

interface HintProps {
  readonly text: ReactNode;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** One element that can take a ref. */
  readonly children: ReactElement;
}

/** Explains what it wraps, on hover and on keyboard focus. */
export function Hint({ text, side = 'bottom', children }: HintProps) {
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);
  if (!text) return children;
  return (
    <Tooltip.Root onOpenChange={() => setLandmark(mainOfPage())}>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal container={landmark}>
        <Tooltip.Content className={styles.hint} side={side} sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Shares the delay among all hints below it. */
export const HintProvider = ({ children }: { readonly children: ReactNode }) => (
  <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
    {children}
  </Tooltip.Provider>
);
