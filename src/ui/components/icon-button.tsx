import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Button } from './button.tsx';
import { Hint } from './hint.tsx';
import styles from './icon-button.module.css';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly name: string;
  readonly icon: ReactNode;
  /** Key that does the same. */
  readonly shortcut?: string;
}

/** A button that shows an icon only; its name is spoken, and shown as a hint. */
export function IconButton({ name, icon, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Hint text={shortcut ? `${name} (${shortcut})` : name}>
      <Button
        {...rest}
        look="quiet"
        aria-label={name}
        icon={icon}
        className={[styles.square, className].join(' ')}
      />
    </Hint>
  );
}
