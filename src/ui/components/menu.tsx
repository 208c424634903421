import { DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import { mainOfPage } from './main-of-page.ts';
import styles from './menu.module.css';

interface MenuProps {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

export function Menu({ trigger, children }: MenuProps) {
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);
  return (
    <DropdownMenu.Root modal={false} onOpenChange={() => setLandmark(mainOfPage())}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={landmark}>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly checked?: boolean;
  readonly children: ReactNode;
}

/** With `checked` it is one of a group of choices. */
export function MenuItem({ onSelect, disabled = false, checked, children }: MenuItemProps) {
  if (checked === undefined)
    return (
      <DropdownMenu.Item className={styles.item} disabled={disabled} onSelect={onSelect}>
        {children}
      </DropdownMenu.Item>
    );
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={checked}
      disabled={disabled}
      onSelect={onSelect}
    >
      <span className={styles.tick}>{checked ? '✓' : ''}</span>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <DropdownMenu.Label className={styles.label}>{children}</DropdownMenu.Label>
);

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />;
