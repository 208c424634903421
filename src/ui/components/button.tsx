import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one thing to do; `plain`: with a border; `quiet`: without. */
  readonly look?: 'primary' | 'plain' | 'quiet';
  readonly icon?: ReactNode;
}

export function Button({ look = 'plain', icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={[styles.button, styles[look], className].join(' ')}>
      {icon}
      {children}
    </button>
  );
}
