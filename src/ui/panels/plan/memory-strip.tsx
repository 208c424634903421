import type { PlanInfo } from '../../../worker/protocol.ts';
import { formatBytes } from '../../format/numbers.ts';
import { useText } from '../../hooks/app-context.ts';
import styles from './memory-strip.module.css';

const LEAST_ROW = 2;
const MOST_HEIGHT = 96;

/** Slots of memory over the step: one row per buffer, as high as it is large; a block is a value that lives in it. */
export function MemoryStrip({ plan }: { readonly plan: PlanInfo }) {
  const t = useText();
  const steps = Math.max(1, plan.dispatches);
  const total = plan.slots.reduce((sum, slot) => sum + slot.bytes, 0) || 1;
  const rows = [...plan.slots].sort((a, b) => b.bytes - a.bytes);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        {t('plan.strip', { size: formatBytes(plan.slotBytes) })}
      </figcaption>
      <div
        className={styles.strip}
        role="img"
        aria-label={t('plan.strip', { size: formatBytes(plan.slotBytes) })}
      >
        {rows.map((slot, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: slots have no other identity
            key={index}
            className={styles.slot}
            style={{ height: Math.max(LEAST_ROW, (slot.bytes / total) * MOST_HEIGHT) }}
          >
            {slot.lives.map((life) => (
              <span
                key={`${life.first}-${life.label}`}
                className={styles.life}
                title={`${life.label} · ${formatBytes(slot.bytes)} · ${life.first + 1}–${life.last + 1}`}
                style={{
                  left: `${(life.first / steps) * 100}%`,
                  width: `${((life.last - life.first + 1) / steps) * 100}%`,
                }}
              >
                {life.label}
              </span>
            ))}
          </div>
        ))}
      </div>
    </figure>
  );
}
